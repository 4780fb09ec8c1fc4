using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Emit.Declarations;

/// <summary>
/// A class that is refused keeps its members, so that one mistake gives one error: each throws what the diagnostic
/// says.
/// </summary>
internal sealed class RefusedBodies(CodeWriter writer, NetworkSpec network)
{
    private const string Throw = "throw __Refused()";
    private const string Options = "global::DLCompiler.TrainerOptions? options = null";

    /// <summary>What the class is besides: a model stays one for tools, unless a member of the user's is in the way.</summary>
    public static string Bases(NetworkSpec network) =>
        network is ModelSpec { Type.HasInstances: true, Taken.Count: 0 } ? " : global::DLCompiler.IModel" : "";

    public void Write(Finding cause)
    {
        string rule = cause.Rule.Length == 0 ? "" : cause.Rule + ": ";
        string message = $"{network.Type.Name} was not compiled. {rule}{cause.Message}";
        writer.Line("private static global::System.Exception __Refused() =>");
        using (writer.Indent()) writer.Line($"new global::System.InvalidOperationException({Literals.Text(message)});");
        var members = network.Layers.Select(l => l.Member)
            .Concat(network.Parameters.Select(p => p.Member))
            .Concat(network.Sizes.Select(s => s.Member))
            .Concat(network.Orphans);
        foreach (var member in members) Member(member);
        if (!network.Type.HasInstances) return;
        if (network is BlockSpec) Block();
        else Model((ModelSpec)network);
    }

    private void Model(ModelSpec model)
    {
        writer.Line();
        StoreDeclarations.Constructor(writer, model, Throw);
        if (!model.Taken.Contains(StoreDeclarations.Start)) StoreDeclarations.Initialize(writer, Throw);
        if (model.Taken.Count > 0) return;
        Documented("public string Name");
        Documented("public global::DLCompiler.Runtime.ParameterStore Store");
        Documented("public global::DLCompiler.ModelSummary Summary");
        Documented("public void Save(string path)");
        const string Names = "global::System.Collections.Generic.IReadOnlyDictionary<string, string>? names = null";
        Documented($"public void Load(string path, {Names}, bool allowExtra = false)");
        Documented("public void Predict(global::DLCompiler.IBatch batch, global::DLCompiler.BatchResults results)");
        if (model.Forward is not { } forward) return;
        Documented("public EagerModel Eager");
        var inputs = forward.Body.Parameters;
        var results = forward.Results.Select((r, i) => $"global::System.Span<{Element(r.Kind)}> __{i}");
        var sizes = Sizes(EagerEntry.Parameters(model));
        Documented($"public void Predict({Join(inputs.Select(Span), results, sizes)})");
        Documented($"public {forward.ReturnType} Predict({Join(inputs.Select(i => $"{i.Type} {Literals.Identifier(i.Name)}"))})");
        Eager(model);
        if (model.Losses.Count == 0) return;
        var parameters = EagerEntry.Parameters(model);
        if (model.NamesLosses)
        {
            Documented();
            writer.Line($"public readonly record struct LossValues({Join(LossFields(model))});");
            Documented($"public float Evaluate({Join(parameters.Select(Span), ["out LossValues __losses"], sizes)})");
        }

        Documented($"public float Evaluate({Join(parameters.Select(Span), sizes)})");
        if (model.IsTrained) Trainer(model, parameters, sizes);
    }

    private void Eager(ModelSpec model)
    {
        Documented();
        using (writer.Block("public readonly struct EagerModel"))
        {
            Document();
            EagerEntry.Head(
                writer, $"public {model.Forward!.ReturnType} Forward(", model.Forward.Body.Parameters, $") => {Throw};");
            if (model.Losses.Count == 0) return;
            Documented();
            EagerEntry.Head(writer, "public global::DLCompiler.Tensor Loss(", EagerEntry.Parameters(model), $") => {Throw};");
            if (!model.NamesLosses) return;
            Documented();
            EagerEntry.Head(
                writer, $"public {EagerEntry.LossTuple(model)} Losses(", EagerEntry.Parameters(model), $") => {Throw};");
        }
    }

    private void Trainer(ModelSpec model, EquatableArray<SpecParameter> parameters, IReadOnlyList<string> sizes)
    {
        Documented($"public Trainer CreateTrainer(global::DLCompiler.Optimizer optimizer, {Options})");
        Documented();
        using (writer.Block("public sealed class Trainer : global::DLCompiler.Trainer"))
        {
            writer.Line("private Trainer()");
            using (writer.Indent()) writer.Line(": base(null!, null!)");
            writer.Line("{");
            writer.Line("}");
            Documented("protected override float Run(global::DLCompiler.IBatch batch, bool trains)");
            Documented("protected override void RunEagerly(global::DLCompiler.IBatch batch)");
            writer.Line();
            if (model.NamesLosses)
            {
                Document();
                writer.Line($"public LossValues Losses => {Throw};");
            }

            foreach (string method in new[] { "Step", "Gradients", "Evaluate" })
            {
                Document();
                writer.Line($"public float {method}({Join(parameters.Select(Span), sizes)}) => {Throw};");
            }
        }
    }

    /// <summary>The symbols of the shapes: a call passes those that lengths do not tell, and which these are is not known.</summary>
    private static IReadOnlyList<string> Sizes(EquatableArray<SpecParameter> parameters)
    {
        var symbols = new List<string>();
        foreach (string dimension in parameters.SelectMany(p => p.Shape ?? []))
        {
            try
            {
                symbols.AddRange(DimParser.Parse(dimension).Symbols());
            }
            catch (ShapeException)
            {
                // What is wrong with a dimension has its own diagnostic.
            }
        }

        return [.. symbols.Distinct().Except(parameters.Select(p => p.Name)).Select(s => $"int {Literals.Identifier(s)} = 0")];
    }

    private static IEnumerable<string> LossFields(ModelSpec model) =>
        model.Losses.Select(l => $"float {Literals.Identifier(l.Name)}").Prepend("float Total");

    private void Block()
    {
        writer.Line();
        writer.Line("/// <summary>For generated code.</summary>");
        writer.Line(TypeWriter.Hidden);
        writer.Line($"public {network.Type.Name}(global::DLCompiler.Runtime.EagerScope scope) => {Throw};");
        if (network.Forward is not { } forward) return;
        writer.Line();
        writer.Line("/// <summary>For generated code.</summary>");
        writer.Line(TypeWriter.Hidden);
        string parameters = Join(forward.Body.Parameters.Select(p => $"{p.Type} {Literals.Identifier(p.Name)}"));
        writer.Line($"public {forward.ReturnType} __Forward({parameters}) => {Throw};");
    }

    private void Member(MemberSpec member)
    {
        writer.Line();
        writer.Line(member.Setter is null
            ? $"{member.Signature} => {Throw};"
            : $"{member.Signature} {{ get => {Throw}; {member.Setter} => {Throw}; }}");
    }

    private void Documented(string? signature = null)
    {
        writer.Line();
        Document();
        if (signature is not null) writer.Line($"{signature} => {Throw};");
    }

    private void Document() => writer.Line("/// <summary>The model was not compiled.</summary>");

    private static string Join(params IEnumerable<string>[] parts) => string.Join(", ", parts.SelectMany(p => p));

    private static string Span(SpecParameter parameter) =>
        $"global::System.ReadOnlySpan<{Element(parameter.Kind)}> {Literals.Identifier(parameter.Name)}";

    private static string Element(SpecValueKind kind) => kind == SpecValueKind.IntTensor ? "int" : "float";
}
