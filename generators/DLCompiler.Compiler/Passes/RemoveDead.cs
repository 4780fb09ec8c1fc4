using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes;

/// <summary>
/// Removes what only differentiation needed: the barriers that gradients do not pass. Values that nobody uses need no
/// removal, because a graph is what its outputs reach.
/// </summary>
public static class RemoveDead
{
    public static Graph Run(Graph graph) => graph.Rewrite(node => node.Op is StopGradient ? node.Inputs[0] : node);
}
