using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// What would mend a call whose shapes do not fit. Each candidate is tried: what is offered is known to fit at the call.
/// </summary>
internal sealed class Remedies(TraceRun run, Frame frame, int index, IReadOnlyDictionary<string, TracedArgument> arguments)
{
    /// <summary>More would be a list to read instead of a choice.</summary>
    private const int Most = 3;

    private static readonly HashSet<string> Rules = ["DLC1001", "DLC1002", "DLC1003", "DLC1004", "DLC1006", "DLC1011"];

    /// <summary>Of a call of an op.</summary>
    /// <param name="rule">What it is refused by.</param>
    /// <param name="build">Whether the op takes other arguments; throws where it does not.</param>
    public EquatableArray<Remedy> OfOp(string rule, Action<IReadOnlyDictionary<string, Value>> build)
    {
        if (!Rules.Contains(rule) || frame.Instance.User is not null) return [];
        var values = arguments.ToDictionary(a => a.Key, a => a.Value.Value, StringComparer.Ordinal);
        return Candidates(rule)
            .Where(c => Fits(() => build(With(values, c.Values)))).Select(c => c.Remedy).Take(Most).ToEquatableArray();
    }

    /// <summary>Of a call of a layer.</summary>
    /// <param name="layer">The layer as declared.</param>
    /// <param name="build">Whether the layer, with such options, takes other arguments; throws where it does not.</param>
    public EquatableArray<Remedy> OfLayer(LayerSpec layer, Action<LayerSpec, IReadOnlyDictionary<string, Value>> build)
    {
        if (frame.Instance.User is not null) return [];
        var values = arguments.ToDictionary(a => a.Key, a => a.Value.Value, StringComparer.Ordinal);
        var changed = Options(layer).Where(o => Fits(() => build(o.Layer, values))).Select(o => o.Remedy);
        var shaped = Wraps(flat: true).Where(c => Fits(() => build(layer, With(values, c.Values)))).Select(c => c.Remedy);
        return changed.Concat(shaped).Take(Most).ToEquatableArray();
    }

    private IEnumerable<Candidate> Candidates(string rule) => rule switch
    {
        "DLC1002" => Axes(),
        "DLC1003" => Sizes(),
        "DLC1004" => [.. Transposes(), .. Swaps(), .. Wraps(flat: true)],
        "DLC1001" => [.. Paddings(), .. Wraps(flat: false)],
        _ => Wraps(flat: true),
    };

    /// <summary>Padding of a convolution whose result has lost its border.</summary>
    private IEnumerable<Candidate> Paddings() =>
        from tensor in Tensors()
        from padded in Paddings(tensor.Node)
        select new Candidate(padded.Remedy, [(tensor.Name, new TensorValue(padded.Node))]);

    /// <summary>What a tensor would be with more padding, also where its convolution is behind ops of one tensor.</summary>
    private IEnumerable<(Remedy Remedy, Node Node)> Paddings(Node node)
    {
        if (run.Maker(node) is not { } call) yield break;
        if (call.Layer is { } layer && Padded(layer) is { } padded && Again(call, padded.Layer) is { } image)
            yield return (padded.Remedy, image);
        var inputs = call.Arguments.Where(a => a.Value.Value is TensorValue).Take(2).ToList();
        if (inputs.Count != 1) yield break;
        foreach (var (remedy, input) in Paddings(((TensorValue)inputs[0].Value.Value).Node))
        {
            if (Again(call, call.Layer, (inputs[0].Key, new TensorValue(input))) is { } changed)
                yield return (remedy, changed);
        }
    }

    /// <summary>What a call would give, had it another layer or other arguments; null where it would not fit.</summary>
    private Node? Again(TracedCall call, LayerSpec? layer, params (string Name, Value Value)[] changes)
    {
        var values = With(call.Arguments.ToDictionary(a => a.Key, a => a.Value.Value, StringComparer.Ordinal), changes);
        Value? result = null;
        if (layer is null && OpRegistry.Find(call.Kind) is { } op)
            Fits(() => result = op.Build(CallTracer.OpCall(run.Fresh(), frame, values)));
        else if (layer is { Block: null } && OpRegistry.FindLayer(layer.Definition) is { } definition)
        {
            IReadOnlyList<Value> inputs = [.. layer.Parameters.Select(p => values[p.Name])];
            Fits(() => result = definition.Build(
                new TracedLayerCall(run.Fresh(), frame.Instance, layer, definition, inputs, call.Origin)));
        }

        return (result as TensorValue)?.Node;
    }

    /// <summary>An axis too far is often the last one, counted from 1.</summary>
    private IEnumerable<Candidate> Axes() =>
        from argument in arguments
        where argument.Value.Value is SizeValue { Size.IsConstant: true }
        let axis = ((SizeValue)argument.Value.Value).Size.Constant - 1
        where axis >= 0
        select new Candidate(
            Replace($"Use axis {axis}", Place(argument.Key), $"{axis}"), [(argument.Key, new SizeValue(axis))]);

    /// <summary>Another size in the place of each of Reshape's, which then is what is left for it.</summary>
    private IEnumerable<Candidate> Sizes()
    {
        if (!arguments.TryGetValue("shape", out var shape) || shape.Value is not ListValue list) yield break;
        var places = frame.Body.Children(index).Where(c => frame.Body.Nodes[c].Text == "shape")
            .SelectMany(frame.Body.Children).ToList();
        if (Node("x") is not { } x || places.Count != list.Items.Count) yield break;
        var sizes = list.Items.Select(i => i is TextValue text ? new SizeValue(frame.Instance.Dimension(text.Text)) : i).ToList();
        for (int i = 0; i < places.Count; i++)
        {
            if (sizes[i] is not SizeValue { Size.IsConstant: true }) continue;
            var others = sizes.Where((_, j) => j != i).OfType<SizeValue>().Select(s => s.Size).ToList();
            if (others.Any(o => !o.AtLeast(1))) continue;
            Dim rest = Dim.FloorDiv(x.Shape.Count, Dim.Product(others));
            string text = rest.IsConstant ? $"{rest}" : $"\"{rest}\"";
            var changed = new ListValue([.. sizes.Select((s, j) => j == i ? new SizeValue(rest) : s)]);
            yield return new Candidate(
                Replace($"Use {text} as size {i}", new SpecPlace(frame.Body.Id, places[i]), text), [("shape", changed)]);
        }
    }

    private IEnumerable<Candidate> Transposes() =>
        from tensor in Tensors()
        where tensor.Node.Rank >= 2
        select Wrap(tensor.Name, "Transpose({0})", Build.Transpose(tensor.Node));

    private IEnumerable<Candidate> Swaps()
    {
        var tensors = Tensors().Take(2).ToList();
        if (tensors.Count < 2) yield break;
        var (first, second) = (tensors[0], tensors[1]);
        var edits = new[]
        {
            new RemedyEdit(Place(first.Name), "{0}", Place(second.Name)),
            new RemedyEdit(Place(second.Name), "{0}", Place(first.Name)),
        };
        yield return new Candidate(
            new Remedy("Swap the arguments", edits.ToEquatableArray()),
            [(first.Name, new TensorValue(second.Node)), (second.Name, new TensorValue(first.Node))]);
    }

    /// <summary>Axes of size 1 that come or go, and, with <paramref name="flat"/>, all axes but the first as one.</summary>
    private IEnumerable<Candidate> Wraps(bool flat)
    {
        foreach (var (name, node) in Tensors().Reverse())
        {
            for (int axis = node.Rank - 1; axis >= 0; axis--)
            {
                if (node.Shape[axis] != Dim.One) continue;
                yield return Wrap(name, $"Squeeze({{0}}, {axis})", Build.DropAxes(node, [axis]));
            }

            for (int axis = node.Rank; axis >= 0; axis--)
                yield return Wrap(name, $"Unsqueeze({{0}}, {axis})", Build.Unsqueeze(node, axis));
            if (!flat || node.Rank < 3) continue;
            var shape = Shape.Of(node.Shape[0], Dim.Product(node.Shape.Dims.Skip(1)));
            yield return Wrap(name, "Flatten({0})", Build.Reshape(node, shape));
        }
    }

    /// <summary>A stated input size that is an axis of the input, and padding that keeps sizes.</summary>
    private IEnumerable<(Remedy Remedy, LayerSpec Layer)> Options(LayerSpec layer)
    {
        foreach (var stated in layer.Arguments.Where(a => a.Name == "In" && a.Index > 0))
        {
            var sizes = Tensors().SelectMany(t => t.Node.Shape.Dims.Reverse()).Where(d => d.IsConstant).Distinct();
            foreach (var size in sizes)
            {
                yield return (
                    Replace($"Set In to {size}", new SpecPlace(layer.Place, stated.Index), $"{size}"),
                    With(layer, stated with { Value = size.Constant }));
            }
        }

        if (Padded(layer) is { } padded) yield return padded;
    }

    /// <summary>A convolution with padding that keeps the size of its images; null for other layers.</summary>
    public static (Remedy Remedy, LayerSpec Layer)? Padded(LayerSpec layer)
    {
        bool isConvolution = layer.Definition is "Conv1d" or "Conv2d" or "Conv3d";
        if (!isConvolution || layer.Arguments.Any(a => a.Name is "Padding" && a.Index > 0)) return null;
        int last = layer.Arguments.Max(a => a.Index);
        var remedy = Replace(
            $"Pad {layer.Member.Name} so that it keeps the size", new SpecPlace(layer.Place, last), "{0}, Padding = \"same\"");
        return last == 0 ? null : (remedy, With(layer, new AttributeArgument("Padding", "same", true, last)));
    }

    private static LayerSpec With(LayerSpec layer, AttributeArgument argument) => layer with
    {
        Arguments = layer.Arguments.Where(a => a.Name != argument.Name).Append(argument).ToEquatableArray(),
    };

    private static Dictionary<string, Value> With(Dictionary<string, Value> values, (string Name, Value Value)[] changes)
    {
        var changed = new Dictionary<string, Value>(values, StringComparer.Ordinal);
        foreach (var (name, value) in changes) changed[name] = value;
        return changed;
    }

    /// <summary>Whether a call fits for certain: no scope for guards is open.</summary>
    private static bool Fits(Action build)
    {
        try
        {
            using (Constraints.Close()) build();
            return true;
        }
        catch (Exception e) when (e is ShapeException or TraceStop or OverflowException)
        {
            return false;
        }
    }

    /// <summary>A call around an argument, which the title names where there are several.</summary>
    private Candidate Wrap(string argument, string text, Node node)
    {
        var tensors = Tensors().ToList();
        string which = tensors.Count < 2 ? "" : $" around argument {tensors.FindIndex(t => t.Name == argument) + 1}";
        return new Candidate(
            Replace($"Insert {text.Substring(0, text.IndexOf('('))}{which}", Place(argument), text),
            [(argument, new TensorValue(node))]);
    }

    private static Remedy Replace(string title, SpecPlace place, string text) =>
        new(title, new[] { new RemedyEdit(place, text) }.ToEquatableArray());

    private IEnumerable<(string Name, Node Node)> Tensors() =>
        from argument in arguments
        where argument.Value.Value is TensorValue
        select (argument.Key, ((TensorValue)argument.Value.Value).Node);

    private Node? Node(string argument) =>
        arguments.TryGetValue(argument, out var found) ? (found.Value as TensorValue)?.Node : null;

    private SpecPlace Place(string argument) => new(frame.Body.Id, arguments[argument].Index);

    /// <summary>A remedy, and what the call would take with it.</summary>
    private readonly record struct Candidate(Remedy Remedy, (string Name, Value Value)[] Values);
}
