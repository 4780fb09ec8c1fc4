using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Where the inputs of each layer come from, for a picture of the network: the layers beside it, in the model or in the same
/// block, whose results reach it through ops alone; else inputs of the model or of the block.
/// </summary>
internal sealed class LayerSources
{
    private readonly IReadOnlyList<TracedLayer> _layers;

    /// <summary>The calls that gave a node, inner ones before the blocks around them.</summary>
    private readonly Dictionary<Node, List<int>> _makers = [];

    public LayerSources(IReadOnlyList<TracedLayer> layers)
    {
        _layers = layers;
        for (int i = 0; i < layers.Count; i++)
        {
            if (!_makers.TryGetValue(layers[i].Result, out var calls)) _makers.Add(layers[i].Result, calls = []);
            calls.Add(i);
        }
    }

    /// <summary>The names of the sources of a call, in the order in which its input meets them.</summary>
    public IReadOnlyList<string> Of(int layer)
    {
        string scope = Scope(_layers[layer].Name);
        var borders = BlockInputs(layer, scope);
        var found = new List<string>();
        var seen = new HashSet<Node>();
        var open = new Stack<Node>(_layers[layer].Inputs.Reverse());
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (!seen.Add(node)) continue;
            string? source = Sibling(node, layer, scope)
                ?? (borders.Contains(node) ? "input" : (node.Op as Input)?.InputName);
            if (source is null)
            {
                foreach (var input in node.Inputs.Reverse()) open.Push(input);
            }
            else if (!found.Contains(source))
            {
                found.Add(source);
            }
        }

        return found;
    }

    /// <summary>The name of the call beside this one that gave a node; null where none did before it.</summary>
    private string? Sibling(Node node, int layer, string scope)
    {
        if (!_makers.TryGetValue(node, out var calls)) return null;
        foreach (int call in calls)
        {
            if (call != layer && Scope(_layers[call].Name) == scope) return _layers[call].Name;
        }

        return null;
    }

    /// <summary>What the block around a call takes; nothing in the model itself.</summary>
    private HashSet<Node> BlockInputs(int layer, string scope)
    {
        string block = scope.TrimEnd('.');
        for (int i = 0; block.Length > 0 && i < _layers.Count; i++)
        {
            if (_layers[i].Name == block) return [.. _layers[i].Inputs];
        }

        return [];
    }

    /// <summary>
    /// What a name shares with those beside it: nothing in a model, and the block's name with a dot within. The number of a
    /// repeated block belongs to its own name: <c>Blocks.0</c> and <c>Blocks.1</c> are side by side.
    /// </summary>
    private static string Scope(string name)
    {
        int end = name.LastIndexOf('.');
        if (end > 0 && int.TryParse(name.Substring(end + 1), out _)) end = name.LastIndexOf('.', end - 1);
        return name.Substring(0, end + 1);
    }
}
