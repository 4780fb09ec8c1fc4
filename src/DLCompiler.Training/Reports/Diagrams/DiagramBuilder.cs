using System.Globalization;

namespace DLCompiler;

/// <summary>Makes the boxes of a diagram of a table of layers.</summary>
internal sealed class DiagramBuilder
{
    private readonly DiagramOptions _options;
    private readonly List<LayerSummary> _layers;
    private readonly ILookup<string, LayerSummary> _byScope;

    private DiagramBuilder(ModelSummary summary, DiagramOptions options)
    {
        _options = options;
        _layers = [.. summary.Layers.GroupBy(l => l.Name, StringComparer.Ordinal).Select(Merged)];
        var names = _layers.Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        _byScope = _layers.ToLookup(l => ScopeWithin(l.Name, names), StringComparer.Ordinal);
    }

    public static DiagramScope Build(ModelSummary summary, DiagramOptions options) => new DiagramBuilder(summary, options).Scope("");

    /// <summary>
    /// What a name shares with those beside it: nothing in a network, the block's name with a dot within one. The number of a
    /// repeated block belongs to its own name: <c>Blocks.0</c> and <c>Blocks.1</c> are side by side.
    /// </summary>
    private static string ScopeOf(string name)
    {
        int end = name.LastIndexOf('.');
        if (end > 0 && int.TryParse(name.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            end = name.LastIndexOf('.', end - 1);
        return name[..(end + 1)];
    }

    /// <summary>The innermost scope that is a block of the table.</summary>
    private static string ScopeWithin(string name, HashSet<string> blocks)
    {
        string scope = ScopeOf(name);
        while (scope.Length > 0 && !blocks.Contains(scope[..^1])) scope = ScopeOf(scope[..^1]);
        return scope;
    }

    /// <summary>The calls of one layer: what feeds any of them feeds it.</summary>
    private static LayerSummary Merged(IGrouping<string, LayerSummary> calls) => calls.First() with
    {
        Parameters = calls.Sum(c => c.Parameters),
        From = [.. calls.SelectMany(c => c.From).Distinct(StringComparer.Ordinal)],
    };

    private DiagramScope Scope(string scope)
    {
        LayerSummary[] layers = [.. _byScope[scope]];
        var names = layers.Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        string[] inputs = [.. layers.SelectMany(l => l.From).Where(f => !names.Contains(f)).Distinct(StringComparer.Ordinal)];
        List<(DiagramNode Node, List<string> Names)> nodes =
        [
            .. inputs.Select(i => (new DiagramNode(i), new List<string> { i })),
            .. layers.Select(l => (Node(l, scope), new List<string> { l.Name })),
        ];
        var from = layers.ToDictionary(l => l.Name, l => l.From, StringComparer.Ordinal);
        if (!_options.ExpandsRepeats) Fold(nodes, from);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string name in nodes[i].Names) places[name] = i;
        }

        // Where a layer is called again on what came of it, the way back is not drawn.
        var edges = layers
            .SelectMany(l => l.From.Select(f => (From: places[f], To: places[l.Name])))
            .Where(e => e.From < e.To)
            .Distinct();
        return new DiagramScope([.. nodes.Select(n => _options.ShowsInnerLayers ? n.Node : n.Node with { Inner = null })], [.. edges]);
    }

    private DiagramNode Node(LayerSummary layer, string scope)
    {
        string inner = layer.Name + ".";
        return new DiagramNode(layer.Name[scope.Length..])
        {
            Kind = layer.Kind,
            Shape = layer.OutputShape,
            Parameters = layer.Parameters
                + _layers.Where(l => l.Name.StartsWith(inner, StringComparison.Ordinal)).Sum(l => l.Parameters),
            Inner = _byScope.Contains(inner) ? Scope(inner) : null,
        };
    }

    /// <summary>Puts equal blocks, each of which is fed by the one before it, into one box.</summary>
    private static void Fold(List<(DiagramNode Node, List<string> Names)> nodes, Dictionary<string, string[]> from)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            var (node, names) = nodes[i];
            if (node.Inner is null || Numbered(node.Name) is not var (stem, number)) continue;
            int next = i + 1;
            while (next < nodes.Count
                && Numbered(nodes[next].Node.Name) == (stem, number + next - i)
                && from[nodes[next].Names[0]].Contains(nodes[next - 1].Names[0])
                && IsAlike(node, nodes[next].Node))
            {
                next++;
            }

            if (next == i + 1) continue;
            nodes[i] = (node with { Name = stem, Repeats = next - i }, [.. nodes.GetRange(i, next - i).SelectMany(n => n.Names)]);
            nodes.RemoveRange(i + 1, next - i - 1);
        }
    }

    /// <summary><c>Blocks.3</c> or <c>Block3</c> as its stem and number; null where there is none.</summary>
    private static (string Stem, int Number)? Numbered(string name)
    {
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        bool isNumbered = int.TryParse(name.AsSpan(stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumbered && stem.TrimEnd('.').Length > 0 ? (stem.TrimEnd('.'), number) : null;
    }

    /// <summary>Whether two boxes differ at most in their names.</summary>
    private static bool IsAlike(DiagramNode one, DiagramNode other) =>
        (one.Kind, one.Shape, one.Parameters, one.Repeats) == (other.Kind, other.Shape, other.Parameters, other.Repeats)
        && ((one.Inner is null && other.Inner is null)
            || (one.Inner is { } a && other.Inner is { } b
                && a.Edges.SequenceEqual(b.Edges)
                && a.Nodes.Count == b.Nodes.Count
                && a.Nodes.Zip(b.Nodes).All(pair => pair.First.Name == pair.Second.Name && IsAlike(pair.First, pair.Second))));
}
