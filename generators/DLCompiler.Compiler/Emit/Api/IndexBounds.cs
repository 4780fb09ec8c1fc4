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
        foreach (var node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Op.IndexBound(i, [.. node.Inputs.Select(n => n.Type)]) is not { } bound) continue;
                var source = node.Inputs[i];
                while (source.Op is Reshape or Permute or Broadcast or Slice) source = source.Inputs[0];
                if (source.Op is not Input input) continue;
                bounds[input.InputName] = bounds.TryGetValue(input.InputName, out var other) ? Dim.Min(bound, other) : bound;
            }
        }

        return bounds.Select(b => new CallBound(b.Key, b.Value));
    }
}
