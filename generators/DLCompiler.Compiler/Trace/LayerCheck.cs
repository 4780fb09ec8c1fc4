using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// Checks a network's layers as declared, those that nothing calls too: their eager bodies are generated all the same.
/// </summary>
internal static class LayerCheck
{
    /// <exception cref="TraceStop">A layer's method or attribute is not what its definition or its block needs.</exception>
    public static void Run(TraceRun run, Frame frame)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var layer in frame.Instance.Spec.Layers)
        {
            if (!names.Add(layer.Member.Name))
                throw Stop(frame, layer, "DLC0005", "another layer is called so, and parameters bear their layers' names");
            if (layer.Block is not { } block) Library(frame, layer);
            else if (run.Block(block) is { Forward: { } forward, Refusal: null } spec) Block(frame, layer, spec, forward);
        }
    }

    private static void Library(Frame frame, LayerSpec layer)
    {
        string mark = $"[{layer.Definition}]";
        var definition = OpRegistry.FindLayer(layer.Definition)
            ?? throw Stop(frame, layer, "DLC0005", $"{mark} is no layer that the compiler knows");
        foreach (var argument in layer.Arguments.Where(a => a is { IsSize: true, Index: > 0, Value.Type: SpecType.Null }))
            throw Stop(frame, layer, "DLC0010", $"'{argument.Name}' must be a size, not null", argument.Index);
        int count = layer.Parameters.Count, most = definition.Takes.Count;
        int least = definition.Takes.Count(i => !i.Optional);
        if (count < least || count > most)
        {
            string wanted = least == most ? Tensors(most) : $"{least} to {Tensors(most)}";
            throw Stop(frame, layer, "DLC0005", $"{mark} takes {wanted}, not {count}");
        }

        var inputs = layer.InputsOf(definition);
        for (int i = 0; i < count; i++)
        {
            if (inputs[i] >= 0) continue;
            throw Stop(frame, layer, "DLC1014", $"{mark} {WantedAs(definition, layer.Parameters[i], i)}");
        }

        foreach (var (input, i) in definition.Takes.Select((input, i) => (input, i)))
        {
            if (input.Optional || inputs.Contains(i)) continue;
            throw Stop(frame, layer, "DLC0005", $"{mark} takes {Article(input.Type)} '{input.Name}', too");
        }

        bool fits = layer.Results.Count == definition.Results || layer.Results.Count == 1;
        if (!fits || layer.Results.Any(r => r.Kind != SpecValueKind.Tensor))
        {
            string wanted = definition.Results == 1 ? "a Tensor" : $"a Tensor, or a tuple of {Tensors(definition.Results)}";
            throw Stop(frame, layer, "DLC0005", $"{mark} gives {wanted}");
        }

        Tied(frame, layer);
    }

    private static void Tied(Frame frame, LayerSpec layer)
    {
        foreach (var tied in layer.Arguments.Where(IsTie))
        {
            string name = tied.Value.Text;
            var owner = frame.Instance.Spec.Layers.FirstOrDefault(l => l.Member.Name == name && l.Block is null)
                ?? throw Stop(frame, layer, "DLC0005", $"no layer is called '{name}'", tied.Index);
            if (owner.Arguments.Any(IsTie))
                throw Stop(frame, layer, "DLC0005", $"'{name}' is tied itself, and has no weight to share", tied.Index);
        }
    }

    private static bool IsTie(AttributeArgument argument) => argument is { Name: "Tied", Value.Type: SpecType.Text };

    private static void Block(Frame frame, LayerSpec layer, BlockSpec block, EntrySpec forward)
    {
        string name = layer.BlockName!;
        var takes = forward.Body.Parameters;
        if (!layer.Parameters.Select(p => p.Kind).SequenceEqual(takes.Select(p => p.Kind)))
            throw Stop(frame, layer, "DLC0011", $"{name} takes ({Kinds(takes.Select(p => p.Kind))})");
        if (!layer.Results.Select(r => r.Kind).SequenceEqual(forward.Results.Select(r => r.Kind)))
            throw Stop(frame, layer, "DLC0011", $"{name} gives ({Kinds(forward.Results.Select(r => r.Kind))})");
        if (layer.Bindings.Count == 0) return;
        var symbols = BlockSymbols.Of(block);
        var bound = new HashSet<string>(StringComparer.Ordinal);
        foreach (var binding in layer.Bindings)
        {
            if (!bound.Add(binding.Name)) throw Stop(frame, layer, "DLC0011", $"'{binding.Name}' has two values", binding.Index - 1);
            if (symbols.Contains(binding.Name)) continue;
            string known = symbols.Count == 0 ? "none" : string.Join(", ", symbols);
            throw Stop(frame, layer, "DLC0011", $"{name} has no size '{binding.Name}'; it has {known}", binding.Index - 1);
        }
    }

    private static TraceStop Stop(Frame frame, LayerSpec layer, string rule, string reason, int argument = 0) =>
        frame.Stop(
            rule,
            $"{layer.Member.Name} is declared wrong: {reason}",
            new SpecPlace(layer.Place, argument),
            layer.Member.Name);

    private static string Tensors(int count) => count == 1 ? "1 tensor" : $"{count} tensors";

    private static string Kinds(IEnumerable<SpecValueKind> kinds) => string.Join(", ", kinds);

    private static string WantedAs(LayerDefinition definition, SpecParameter parameter, int index)
    {
        var types = definition.Takes.Select(t => t.Type).Distinct().Where(t => parameter.Kind == Kind(t)).ToList();
        return types.Count == 0 || index < definition.Takes.Count && !definition.Takes[index].Optional
            ? $"takes {Article(definition.Takes[index].Type)} as '{parameter.Name}'"
            : $"has no use for '{parameter.Name}'; it takes {string.Join(", ", definition.Takes.Select(t => t.Name))}";
    }

    private static string Article(DType type) => type == DType.Int32 ? "an IntTensor" : "a Tensor";

    private static SpecValueKind Kind(DType type) => LayerInputs.Kind(type);
}
