using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>What the CPU can and a GPU cannot.</summary>
public static class GpuLimits
{
    /// <summary>The name of an op of the model that a GPU lacks: a hand-written kernel, which is code for the CPU; null for none.</summary>
    public static string? MissingOp(TracedModel traced)
    {
        var graphs = new[] { traced.Predict, traced.InferenceLoss, traced.TrainingLoss };
        return graphs.OfType<Graph>().SelectMany(g => Ops(g.Nodes)).OfType<OwnKernel>().FirstOrDefault()?.Name;
    }

    /// <summary>The ops, those of a recurrence's step and of what a user's function computes among them.</summary>
    private static IEnumerable<Op> Ops(IEnumerable<Node> nodes) => nodes.SelectMany(n => n.Op switch
    {
        Scan scan => Ops(scan.Step.Graph.Nodes),
        OwnGradient function => Ops(function.Value.Graph.Nodes).Concat(Ops(function.Backward.Graph.Nodes)),
        var op => [op],
    });
}
