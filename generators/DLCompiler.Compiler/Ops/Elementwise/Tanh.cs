using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The hyperbolic tangent.</summary>
public sealed record Tanh : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Tanh", "The hyperbolic tangent.", "(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)", Build.Tanh);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * (1 - (node * node))];
}
