using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of (p − t)².</summary>
public sealed record Mse : LossOp
{
    public static readonly OpDefinition Definition = Losses.Pointwise(
        "Mse",
        "prediction",
        "The mean squared error.",
        "mean (p − t)²",
        (x, target) => new Node(new Mse(), x, target));

    public override Node Decompose(IReadOnlyList<Node> inputs) =>
        MeanOfAll(Square(inputs[0] - inputs[1]));
}
