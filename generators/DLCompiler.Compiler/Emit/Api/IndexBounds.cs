using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>Finds the integer inputs whose values are indices, which a call checks before it runs.</summary>
internal static class IndexBounds
{
    public static IEnumerable<CallBound> Of(Graph graph)
    {
        var bounds = new Dictionary<string, Dim>(StringComparer.Ordinal);
        Add(graph.Nodes, node => node, bounds);
        return bounds.Select(b => new CallBound(b.Key, b.Value));
    }

    /// <param name="nodes">Nodes of the graph, or of the step of a scan.</param>
    /// <param name="outside">What the parameter of a step stands for.</param>
    /// <param name="bounds">Where to.</param>
    private static void Add(IEnumerable<Node> nodes, Func<Node, Node> outside, Dictionary<string, Dim> bounds)
    {
        foreach (var node in nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Op.IndexBound(i, [.. node.Inputs.Select(n => n.Type)]) is not { } bound) continue;
                if (Source(node.Inputs[i], outside).Op is not Input input) continue;
                bounds[input.InputName] = bounds.TryGetValue(input.InputName, out var other) ? Dim.Min(bound, other) : bound;
            }

            if (node.Op is not Scan scan) continue;
            Add(
                scan.Step.Graph.Nodes,
                inner => inner.Op is BodyParameter parameter ? Source(node.Inputs[parameter.Index], outside) : inner,
                bounds);
        }
    }

    private static Node Source(Node node, Func<Node, Node> outside)
    {
        while (node.Op is Reshape or Permute or Broadcast or Slice) node = node.Inputs[0];
        return outside(node);
    }
}
