using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Passes.Simplification;

namespace DLCompiler.Compiler.Passes;

/// <summary>The passes over graphs, in order.</summary>
public static class Pipeline
{
    private static readonly Pass DecomposeAll = new("Decompose", Decompose.Run, GraphStage.Primitive);
    private static readonly Pass DecomposeToGradients =
        new("Decompose", Decompose.ForDifferentiation, GraphStage.Differentiable);
    private static readonly Pass ShareForward = new("ShareForward", ShareCommon.Run, GraphStage.Differentiable);
    private static readonly Pass DecomposeRest = new("DecomposeRest", Decompose.Run, GraphStage.Primitive);
    private static readonly Pass Removal = new("RemoveDead", RemoveDead.Run, GraphStage.Lowerable);
    private static readonly Pass Simplification = new("Simplify", Simplify.Run, GraphStage.Lowerable);
    private static readonly Pass Sharing = new("ShareCommon", ShareCommon.Run, GraphStage.Lowerable);
    private static readonly Pass Transposition = new("TransposeProducts", TransposeProducts.Run, GraphStage.Lowerable);

    /// <summary>Forward, as it is lowered.</summary>
    /// <param name="graph">What the tracer made.</param>
    /// <param name="watch">Gets the name and the result of each pass, for dumps; its graphs are verified, too.</param>
    public static Graph Inference(Graph graph, Action<string, Graph>? watch = null) =>
        Run(graph, watch, DecomposeAll, Removal, Simplification, Sharing, Transposition);

    /// <summary>
    /// Forward, loss and backward in one graph, as it is lowered. What forward computes twice is shared before it is
    /// differentiated: gradients meet where values part.
    /// </summary>
    /// <param name="loss">What the tracer made, with one output of kind <see cref="OutputKind.Loss"/>.</param>
    /// <param name="inputs">
    /// The names of the inputs whose gradients are wanted beside the parameters'; null for none.
    /// </param>
    /// <param name="watch">Gets the name and the result of each pass, for dumps; its graphs are verified, too.</param>
    public static Graph Training(
        Graph loss, IReadOnlyCollection<string>? inputs = null, Action<string, Graph>? watch = null) =>
        Run(
            loss,
            watch,
            DecomposeToGradients,
            ShareForward,
            new Pass("Differentiate", g => Differentiate.Run(g, inputs ?? []), GraphStage.Differentiable),
            DecomposeRest,
            Removal,
            Simplification,
            Sharing,
            Transposition);

    private static Graph Run(Graph graph, Action<string, Graph>? watch, params Pass[] passes)
    {
        Check(graph, "Trace", GraphStage.Traced, watch);
        foreach (var pass in passes)
        {
            graph = pass.Run(graph);
            Check(graph, pass.Name, pass.Result, watch);
        }

        return graph;
    }

    private static void Check(Graph graph, string name, GraphStage stage, Action<string, Graph>? watch)
    {
#if DEBUG
        GraphVerifier.Verify(graph, stage);
#else
        if (watch is not null) GraphVerifier.Verify(graph, stage);
#endif
        watch?.Invoke(name, graph);
    }

    /// <summary>A pass, and what may be in its result.</summary>
    private sealed record Pass(string Name, Func<Graph, Graph> Run, GraphStage Result);
}
