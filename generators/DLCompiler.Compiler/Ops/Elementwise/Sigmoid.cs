using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>1 / (1 + e⁻ˣ).</summary>
public sealed record Sigmoid : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Sigmoid", "The logistic function.", "1 / (1 + e⁻ˣ)", Build.Sigmoid);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * (node * (1 - node))];
}
