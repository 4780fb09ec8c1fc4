using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Images from the gradients of the means of their parts: each spread evenly over its part. The gradient of <see
/// cref="AdaptiveAvgPool"/>, as that is its.
/// </summary>
/// <param name="Sizes">The sizes of the images' axes after the channels.</param>
public sealed record AdaptiveAvgPoolInput(EquatableArray<Dim> Sizes) : LibraryCall
{
    public override string Routine => "AdaptivePooling.RunInput";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Results = [0] }, new() { Operands = [0] }];

    public override string Attributes => $"[{string.Join(", ", Sizes)}]";

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Of([inputs[0].Shape[0], inputs[0].Shape[1], .. Sizes]));

    public override IReadOnlyList<CallArgument> Arguments(Node node) =>
        AdaptiveAvgPool.Arguments(node.Shape, node.Inputs[0].Shape);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [new Node(new AdaptiveAvgPool(node.Inputs[0].Shape.Dims.Skip(2).ToEquatableArray()), gradient)];
}
