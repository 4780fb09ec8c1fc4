using DLCompiler.Compiler.Graphs;
using static DLCompiler.Compiler.Ops.Build;

namespace DLCompiler.Compiler.Ops;

/// <summary>ln(1 + x), exact for small x.</summary>
public sealed record Log1p : Elementwise
{
    public override IReadOnlyList<Node?> Gradient(Node node, Node gradient) => [gradient / (node.Inputs[0] + 1)];
}
