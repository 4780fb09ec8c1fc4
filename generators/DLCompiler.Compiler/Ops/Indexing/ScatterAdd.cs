using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>
/// Sums of rows: y[r] is the sum of x[k] over all k whose index is r. x [index..., rest...] and integers [index...]
/// give y [Count, rest...]. The gradient of <see cref="Gather"/>, as that is its.
/// </summary>
public sealed record ScatterAdd(Dim Count) : LibraryCall
{
    public override string Routine => "Scatter.Add";

    public override IReadOnlyList<StorageParameter> Storages => [new() { Operands = [0] }];

    public override string Attributes => Count.ToString();

    public override Dim? IndexBound(int input, IReadOnlyList<TensorType> inputs) => input == 1 ? Count : null;

    public override TensorType Infer(IReadOnlyList<TensorType> inputs) =>
        TensorType.Float(Shape.Of(inputs[0].Shape.Dims.Skip(inputs[1].Rank).Prepend(Count)));

    public override IReadOnlyList<CallArgument> Arguments(Node node) =>
    [
        new ResultArgument(),
        new SizeArgument(Count),
        new SizeArgument(Dim.Product(node.Shape.Dims.Skip(1))),
        new OperandArgument(0),
        new StructArgument("IndexList", [new OperandArgument(1, OperandForm.Indices)]),
    ];

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) =>
        [Gather.Of(gradient, node.Inputs[1]), null];
}
