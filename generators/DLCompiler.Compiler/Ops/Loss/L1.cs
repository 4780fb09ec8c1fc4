using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of |p − t|.</summary>
public sealed record L1 : PointwiseLoss
{
    public static readonly OpDefinition Definition = Define(
        "L1",
        "prediction",
        "The mean absolute error.",
        "mean |p − t|",
        _ => new L1());

    protected override Node Element(Node x, Node target) => Abs(x - target);
}
