using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Tracing;

/// <summary>
/// A call of a layer: the attribute's arguments in the network's symbols, and parameters under the layer's name. With
/// <c>Tied</c>, the weight is the other layer's.
/// </summary>
internal sealed class TracedLayerCall(
    TraceRun run,
    NetworkInstance instance,
    LayerSpec layer,
    LayerDefinition definition,
    IReadOnlyList<Value> inputs,
    Origin origin) : LayerCall
{
    public override bool Training => run.Training;

    public override IReadOnlyList<Node?> Inputs { get; } = ByInput(layer.InputsOf(definition), definition, inputs);

    /// <summary>An input that the layer cannot do without, and that is null; null where there is none.</summary>
    public string? Missing => definition.Takes.Where((input, i) => !input.Optional && Inputs[i] is null).FirstOrDefault()?.Name;

    /// <summary>The full names of the parameters that the call used.</summary>
    public List<string> Used { get; } = [];

    public override Value this[string name]
    {
        get
        {
            var argument = Argument(name)
                ?? throw new InvalidOperationException($"[{layer.Definition}] has no argument '{name}'.");
            if (argument.Value is { Type: SpecType.Text } text && IsWord(text.Text)) return new TextValue(text.Text);
            try
            {
                return Constants.ToValue(argument, instance.Dimension);
            }
            catch (ShapeException e)
            {
                throw new ShapeException(e.Rule, e.Message, name) { Part = e.Part };
            }
        }
    }

    public override bool Has(string name) =>
        Argument(name) is { } argument && argument.Value.Type != SpecType.Null;

    public override Node Parameter(string name, Shape shape, Initializer initializer)
    {
        if (name != "weight" || !Has("Tied")) return Declare(layer, name, shape, initializer, true);
        try
        {
            return Declare(instance.Layer(Argument("Tied")!.Value.Value.Text), name, shape, initializer, true);
        }
        catch (ShapeException e)
        {
            throw new ShapeException(e.Rule, e.Message, "Tied");
        }
    }

    public override Node Buffer(string name, Shape shape, Initializer initializer) =>
        run.Updated(FullName(layer, name)) ?? Declare(layer, name, shape, initializer, false);

    /// <summary>The next values of buffers.</summary>
    public List<Node> Updates { get; } = [];

    public override void UpdateBuffer(string name, Node next)
    {
        Updates.Add(next);
        run.UpdateBuffer(FullName(layer, name), next);
    }

    public override int NextRandomStream() => run.NextRandomStream();

    /// <summary>The attribute's argument of that name, however the attribute spells its case.</summary>
    public AttributeArgument? Argument(string name)
    {
        foreach (var argument in layer.Arguments)
        {
            if (Is(argument, name)) return argument;
        }

        return null;
    }

    /// <summary>The parameter of the user's method that stands for one of the layer's inputs.</summary>
    public string? ParameterOf(string input) => layer.Parameters
        .Zip(layer.InputsOf(definition), (parameter, index) => (parameter.Name, Input: definition.Takes[index].Name))
        .FirstOrDefault(p => p.Input == input).Name;

    private static Node?[] ByInput(IReadOnlyList<int> indices, LayerDefinition definition, IReadOnlyList<Value> inputs)
    {
        var nodes = new Node?[definition.Takes.Count];
        for (int i = 0; i < inputs.Count; i++) nodes[indices[i]] = inputs[i].AsNode();
        return nodes;
    }

    private static bool Is(AttributeArgument argument, string name) =>
        string.Equals(argument.Name, name, StringComparison.OrdinalIgnoreCase);

    private bool IsWord(string text) => definition.Words.Contains(text);

    private string FullName(LayerSpec owner, string name) => $"{instance.Prefix}{owner.Member.Name}.{name}";

    private Node Declare(LayerSpec owner, string name, Shape shape, Initializer initializer, bool trained)
    {
        string full = FullName(owner, name);
        Used.Add(full);
        var parameter = new TracedParameter(full, shape, initializer, trained, origin);
        return run.Parameter(parameter, [.. instance.Order, owner.Member.Order]);
    }
}
