using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Finds the integer inputs whose values are indices, which a call checks before it runs.</summary>
internal static class IndexBounds
{
    public static IEnumerable<CallBound> Of(Graph graph)
    {
        var bounds = new Dictionary<string, CallBound>(StringComparer.Ordinal);
        Add(graph.Nodes, node => node, bounds);
        return bounds.Values;
    }

    /// <param name="nodes">Nodes of the graph, or of the step of a scan.</param>
    /// <param name="outside">What the parameter of a step stands for.</param>
    /// <param name="bounds">Where to.</param>
    private static void Add(IEnumerable<Node> nodes, Func<Node, Node> outside, Dictionary<string, CallBound> bounds)
    {
        foreach (var node in nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (Source(node.Inputs[i], outside).Op is not Input input) continue;
                if (node.Op.IndexBound(i, [.. node.Inputs.Select(n => n.Type)]) is not { } bound) continue;
                var own = new CallBound(input.InputName, bound, node.Op.NoIndex);
                bounds[own.Input] = bounds.TryGetValue(own.Input, out var other) ? Both(own, other) : own;
            }

            if (node.Op is not Scan scan) continue;
            Add(
                scan.Step.Graph.Nodes,
                inner => inner.Op is BodyParameter parameter ? Source(node.Inputs[parameter.Index], outside) : inner,
                bounds);
        }
    }

    private static CallBound Both(CallBound one, CallBound other) => new(
        one.Input, Dim.Min(one.Bound, other.Bound), one.Besides == other.Besides ? one.Besides : null);

    private static Node Source(Node node, Func<Node, Node> outside)
    {
        while (node.Op is Reshape or Permute or Broadcast or Slice) node = node.Inputs[0];
        return outside(node);
    }
}
