using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The mean of (p − t)².</summary>
public sealed record Mse : PointwiseLoss
{
    public static readonly OpDefinition Definition = Define(
        "Mse",
        "prediction",
        "The mean squared error.",
        "mean (p − t)²",
        _ => new Mse());

    protected override Node Element(Node x, Node target) => Square(x - target);
}
