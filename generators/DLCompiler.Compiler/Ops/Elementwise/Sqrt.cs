using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>√x.</summary>
public sealed record Sqrt : Elementwise
{
    public static readonly OpDefinition Definition = Definitions.Unary(
        "Sqrt", "The square root.", "√x", Build.Sqrt, CaseDomain.Positive);

    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * 0.5 / node];
}
