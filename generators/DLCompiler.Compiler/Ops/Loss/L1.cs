using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of |p − t|.</summary>
public sealed record L1 : LossOp
{
    public static readonly OpDefinition Definition = Losses.Pointwise(
        "L1",
        "prediction",
        "The mean absolute error.",
        "mean |p − t|",
        (x, target) => new Node(new L1(), x, target));

    public override Node Decompose(IReadOnlyList<Node> inputs) =>
        MeanOfAll(Abs(inputs[0] - inputs[1]));
}
