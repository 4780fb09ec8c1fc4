using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Images from an element and the tap it goes to for each window: the gradient of a <see cref="MaxPool"/>. What several
/// windows send to one place is added.
/// </summary>
/// <param name="Axes">The windows of the pooling.</param>
/// <param name="Sizes">The sizes of the images' axes after the channels.</param>
public sealed record MaxPoolInput(EquatableArray<WindowAxis> Axes, EquatableArray<Dim> Sizes) : LibraryCall
{
    public override string Routine => "MaxPooling.RunInput";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [0] }, new() { Operands = [0] }];

    public override string Attributes => string.Join("; ", Axes);

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Of([inputs[0].Shape[0], inputs[0].Shape[1], .. Sizes]));

    public override IReadOnlyList<CallArgument> Arguments(Node node) =>
    [
        new ResultArgument(), new OperandArgument(0), new OperandArgument(1),
        new SizeArgument(node.Shape[0] * node.Shape[1]), new WindowArgument(Axes, node.Shape, node.Inputs[0].Shape),
    ];
}
