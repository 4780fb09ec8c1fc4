using DLCompiler.Compiler.Graphs;

namespace DLCompiler.Compiler.Ops;

/// <summary>The same value in memory of its own: what fusion puts where an output has none.</summary>
public sealed record Copy : Elementwise
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient];
}
