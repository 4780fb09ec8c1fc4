using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
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
    private static readonly Pass Pruning =
        new("PruneScans", PruneScans.Run, GraphStage.Lowerable) { EntersSteps = false };

    private static readonly Pass Simplification = new("Simplify", Simplify.Run, GraphStage.Lowerable);
    private static readonly Pass Sharing = new("ShareCommon", ShareCommon.Run, GraphStage.Lowerable);
    private static readonly Pass Hoisting =
        new("HoistFromScans", HoistFromScans.Run, GraphStage.Lowerable);

    private static readonly Pass Transposition = new("TransposeProducts", TransposeProducts.Run, GraphStage.Lowerable);

    /// <summary>Forward, as it is lowered.</summary>
    /// <param name="graph">What the tracer made.</param>
    /// <param name="watch">Gets the name and the result of each pass, for dumps; its graphs are verified, too.</param>
    public static Graph Inference(Graph graph, Action<string, Graph>? watch = null) =>
        Run(graph, watch, DecomposeAll, Removal, Pruning, Simplification, Sharing, Hoisting, Transposition);

    /// <summary>
    /// Forward, loss and backward in one graph, as it is lowered. What forward computes twice is shared before it is
    /// differentiated: gradients meet where values part.
    /// </summary>
    /// <param name="loss">What the tracer made, with one output of kind <see cref="OutputKind.Loss"/>.</param>
    /// <param name="inputs">
    /// The names of the inputs whose gradients are wanted beside the parameters'; null for none.
    /// </param>
    /// <param name="watch">Gets the name and the result of each pass, for dumps; its graphs are verified, too.</param>
    /// <param name="isScaled">Whether all gradients are multiplied by a number of the step.</param>
    public static Graph Training(
        Graph loss, IReadOnlyCollection<string>? inputs = null, Action<string, Graph>? watch = null, bool isScaled = false) =>
        Run(
            loss,
            watch,
            DecomposeToGradients,
            ShareForward,
            new Pass("SaveForBackward", SaveForBackward.Run, GraphStage.Differentiable),
            new Pass("Differentiate", g => Differentiate.Run(g, inputs ?? [], isScaled), GraphStage.Differentiable)
            {
                EntersSteps = false,
            },
            DecomposeRest,
            Removal,
            Pruning,
            Simplification,
            Sharing,
            Hoisting,
            Transposition);

    private static Graph Run(Graph graph, Action<string, Graph>? watch, params Pass[] passes)
    {
        Check(graph, "Trace", GraphStage.Traced, watch);
        foreach (var pass in passes)
        {
            graph = pass.RunWithSteps(graph);
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
    private sealed record Pass(string Name, Func<Graph, Graph> Run, GraphStage Result)
    {
        /// <summary>Whether the steps of scans are graphs to the pass, too.</summary>
        public bool EntersSteps { get; init; } = true;

        public Graph RunWithSteps(Graph graph) => Run(EntersSteps ? Scan.RewriteSteps(graph, RunWithSteps) : graph);
    }
}
