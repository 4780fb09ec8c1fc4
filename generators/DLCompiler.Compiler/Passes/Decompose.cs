using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Passes;

/// <summary>Replaces composites by what they are composed of, down to primitives.</summary>
public static class Decompose
{
    public static Graph Run(Graph graph) => Open(graph, op => op is Composite);

    /// <summary>Keeps the composites that state a gradient of their own.</summary>
    public static Graph ForDifferentiation(Graph graph) => Open(graph, op => op is Composite and not IDifferentiable);

    private static Graph Open(Graph graph, Func<Op, bool> isOpened) =>
        FixpointRewriter.Run(graph, node => isOpened(node.Op) ? ((Composite)node.Op).Decompose(node.Inputs) : null);
}
