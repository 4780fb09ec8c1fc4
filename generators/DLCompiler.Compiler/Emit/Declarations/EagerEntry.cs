using System.Globalization;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>
/// How Forward and the loss are run eagerly: binds the symbols of the arguments' shapes and calls the user's method.
/// </summary>
internal sealed class EagerEntry(CodeWriter writer, NetworkSpec network)
{
    private const string Run = "global::DLCompiler.Runtime.EagerRun";
    private const string Mode = "global::DLCompiler.Mode";
    private const string Tensor = "global::DLCompiler.Tensor";
    private const string Taps = $"global::System.Collections.Generic.IReadOnlyDictionary<string, {Tensor}>";

    private EntrySpec Forward => network.Forward!;

    /// <summary>The scope of a block and the bridge to its private Forward.</summary>
    public void WriteBlock()
    {
        writer.Line("private readonly global::DLCompiler.Runtime.EagerScope __scope;");
        writer.Line();
        writer.Line("/// <summary>For generated code.</summary>");
        writer.Line(TypeWriter.Hidden);
        writer.Line($"public {network.Type.Name}(global::DLCompiler.Runtime.EagerScope scope) => __scope = scope;");
        writer.Line();
        writer.Line("/// <summary>For generated code.</summary>");
        writer.Line(TypeWriter.Hidden);
        using (writer.Block($"public {Forward.ReturnType} __Forward({Parameters(Forward.Body.Parameters)})"))
        {
            Enter($"{Name}.{Forward.Body.Name}", Forward.Body.Parameters, "__scope");
            writer.Line($"return {Call(Forward, "this", Names(Forward.Body.Parameters))};");
        }
    }

    /// <summary>
    /// <c>Eager</c>, with <c>Forward</c> and, where the model has losses, <c>Loss</c>, which is what is differentiated;
    /// <c>Losses</c> gives each. <c>Taps</c> gives the inside views.
    /// </summary>
    public void WriteModel(ModelSpec model, bool hasTaps)
    {
        writer.Line();
        writer.Line("private global::DLCompiler.Runtime.EagerScope __scope => new(__store);");
        writer.Line();
        writer.Line(
            "/// <summary>Runs the network's own code, to be debugged: slow, and in double precision.</summary>");
        writer.Line("public EagerModel Eager => new(this);");
        writer.Line();
        writer.Line("/// <summary>The network's methods as eager calls.</summary>");
        string instance = Instance(model);
        writer.Line($"/// <param name=\"{instance}\">The model whose parameters are used.</param>");
        using (writer.Block($"public readonly struct EagerModel({network.Type.Name} {instance})"))
        {
            Entry("Forward", Forward.ReturnType, Forward.Body.Parameters, () =>
                writer.Line($"return {Call(Forward, instance, Names(Forward.Body.Parameters))};"));
            if (hasTaps)
            {
                writer.Line();
                Entry("Taps", Taps, Forward.Body.Parameters, () =>
                {
                    writer.Line($"_ = {Call(Forward, instance, Names(Forward.Body.Parameters))};");
                    writer.Line("return __run.Taps;");
                });
            }

            if (model.Losses.Count == 0) return;
            var parameters = Parameters(model);
            writer.Line();
            Entry("Loss", Tensor, parameters, () => LossBody(model, WeightedSum(model.Losses)));
            if (!model.NamesLosses) return;
            writer.Line();
            Entry("Losses", LossTuple(model), parameters, () => LossBody(model, Names(model.Losses)));
        }
    }

    /// <summary>What the losses take from the caller: the inputs of Forward, and the labels.</summary>
    public static EquatableArray<SpecParameter> Parameters(ModelSpec model) =>
        [.. model.Forward!.Body.Parameters, .. model.Labels.Select(l => l.Parameter)];

    /// <summary>The losses as a C# type; one that stands alone is a tuple of two, with the sum.</summary>
    public static string LossTuple(ModelSpec model) =>
        $"({string.Join(", ", model.Losses.Select(l => $"{Tensor} {Literals.Identifier(l.Name)}").Prepend($"{Tensor} Total"))})";

    /// <summary>
    /// A method over the parameters, then mode, seed and step, renamed where a parameter is called so.
    /// </summary>
    public static void Head(CodeWriter writer, string head, EquatableArray<SpecParameter> parameters, string tail)
    {
        string Name(string name) => Free(name, parameters);
        writer.Call(
            head,
            [
                .. parameters.Select(p => $"{p.Type} {Literals.Identifier(p.Name)}"),
                $"{Mode} {Name("mode")} = {Mode}.Inference", $"int {Name("seed")} = 0", $"long {Name("step")} = 0",
            ],
            tail);
    }

    private static string Free(string name, IEnumerable<SpecParameter> parameters) =>
        new Names([.. parameters.Select(p => p.Name)]).Unique(name);

    /// <summary>What the model is called where its methods are run: no parameter of theirs has the name.</summary>
    private static string Instance(ModelSpec model) => Free("model", Parameters(model));

    /// <summary>Runs Forward and each loss, in order: random ops count on it.</summary>
    private void LossBody(ModelSpec model, string returned)
    {
        var losses = model.Losses;
        string instance = Instance(model);
        writer.Line($"var __result = {Call(Forward, instance, Names(Forward.Body.Parameters))};");
        bool isCall = losses.Count == 1 && returned == Local(0);
        for (int i = 0; i < losses.Count; i++)
        {
            var entry = losses[i].Entry;
            int count = Math.Min(Forward.Results.Count, entry.Body.Parameters.Count);
            var results = Enumerable.Range(1, count).Select(item => Forward.Results.Count == 1
                ? "__result"
                : "__result.Item" + item.ToString(CultureInfo.InvariantCulture));
            string arguments = string.Join(
                ", ", results.Concat(entry.Body.Parameters.Skip(count).Select(p => Literals.Identifier(p.Name))));
            string call = Call(entry, instance, arguments);
            if (isCall) writer.Line($"return {call};");
            else writer.Line($"var {Local(i)} = {call};");
        }

        if (!isCall) writer.Line($"return {returned};");
    }

    private static string WeightedSum(EquatableArray<LossSpec> losses) => string.Join(" + ", losses
        .Select((l, i) => (l.Weight, Name: Local(i))).Where(l => l.Weight != 0)
        .Select(l => l.Weight == 1 ? l.Name : $"({Literals.Float(l.Weight)} * {l.Name})"));

    private static string Names(EquatableArray<LossSpec> losses) =>
        $"({string.Join(", ", losses.Select((_, i) => Local(i)).Prepend(WeightedSum(losses)))})";

    private static string Local(int loss) => $"__loss{loss.ToString(CultureInfo.InvariantCulture)}";

    private void Entry(string name, string returns, EquatableArray<SpecParameter> parameters, Action body)
    {
        string Option(string option) => Free(option, parameters);
        writer.Line($"/// <summary>Runs {name} eagerly. Seed and step choose the bits of random ops.</summary>");
        Head(writer, $"public {returns} {name}(", parameters, ")");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"using var __run = {Run}.Enter({Option("mode")}, {Option("seed")}, {Option("step")});");
            Enter($"{Name}.Eager.{name}", parameters, $"{Instance((ModelSpec)network)}.__scope");
            body();
        }

        writer.Line("}");
    }

    private void Enter(string call, IEnumerable<SpecParameter> parameters, string scope)
    {
        writer.Line($"using var __call = {scope}.Enter({Literals.Text(call)});");
        foreach (var parameter in parameters)
        {
            if (parameter.Shape is not { } shape) continue;
            string dims = string.Concat(shape.Select(d => ", " + Dimension(d)));
            writer.Line($"__call.Bind({Literals.Text(parameter.Name)}, {Literals.Identifier(parameter.Name)}{dims});");
        }

        foreach (var requirement in Requirements(parameters))
            writer.Line($"__call.Require({Literals.Text(requirement.Plain)});");
    }

    /// <summary>What is known to hold or not once the arguments are bound: a model's may be about a label.</summary>
    private IEnumerable<RequirementSpec> Requirements(IEnumerable<SpecParameter> parameters)
    {
        if (network is BlockSpec) return network.Requirements;
        var known = parameters.SelectMany(p => p.Shape ?? []).SelectMany(DimParser.Names).ToList();
        return network.Requirements.Where(r => DimParser.Names(r.Plain).All(known.Contains));
    }

    private string Name => network.Type.Name.TrimStart('@');

    private string Call(EntrySpec entry, string instance, string arguments) =>
        $"{(entry.IsStatic ? network.Type.FullName : instance)}.{Literals.Identifier(entry.Body.Name)}({arguments})";

    private static string Dimension(string text) =>
        text.All(c => c is >= '0' and <= '9') ? text : Literals.Text(text);

    private static string Parameters(IEnumerable<SpecParameter> parameters) =>
        string.Join(", ", parameters.Select(p => $"{p.Type} {Literals.Identifier(p.Name)}"));

    private static string Names(IEnumerable<SpecParameter> parameters) =>
        string.Join(", ", parameters.Select(p => Literals.Identifier(p.Name)));
}
