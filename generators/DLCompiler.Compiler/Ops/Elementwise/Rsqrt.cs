using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>1 / √x.</summary>
public sealed record Rsqrt : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Rsqrt", "The reciprocal of the square root.", "1 / √x", Build.Rsqrt, CaseDomain.Positive);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * -0.5 * (node * node * node)];
}
