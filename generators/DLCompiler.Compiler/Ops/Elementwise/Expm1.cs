using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>eˣ − 1, exact for small x.</summary>
public sealed record Expm1 : Elementwise
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient * (node + 1)];
}
