using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>The greatest integer that is not above x; it has no gradient.</summary>
public sealed record Floor : Elementwise
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [null];
}
