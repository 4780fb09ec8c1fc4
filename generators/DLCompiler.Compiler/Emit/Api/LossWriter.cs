using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Specs;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Writes how the losses of a model are returned: one number, and where there are several, each under its name.
/// </summary>
internal sealed class LossWriter(ModelSpec model)
{
    /// <summary>The type that holds several losses.</summary>
    private const string Values = "LossValues";

    private readonly LossSpec? _reported = model.Losses.FirstOrDefault(l => l.Reported);

    /// <summary>Whether calls give more than one number.</summary>
    public bool HasValues => model.NamesLosses;

    /// <summary>What a step returns, in words.</summary>
    public string Reported =>
        _reported is { } loss ? $"The loss <c>{loss.Name}</c>"
        : model.Losses.Count > 1 ? "The weighted sum of the losses"
        : "The loss";

    /// <summary>The field of a call with what a step returns.</summary>
    public string ReportedField => _reported is { } loss ? Field(loss.Name) : "Loss";

    /// <summary>The field of a call that receives a loss.</summary>
    public static string Field(Output loss) => loss.Kind == OutputKind.Loss ? "Loss" : Field(loss.Name);

    public void WriteType(CodeWriter code)
    {
        code.Line("/// <summary>The losses of a batch.</summary>");
        code.Line($"/// <param name=\"Total\">What is differentiated: {Sum()}.</param>");
        foreach (var loss in model.Losses)
            code.Line($"/// <param name=\"{loss.Name}\">What <c>{loss.Entry.Body.Name}</c> returned.</param>");
        string[] fields = [.. model.Losses.Select(l => $"float {Literals.Identifier(l.Name)}")];
        code.Call($"public readonly record struct {Values}(", ["float Total", .. fields], ");");
    }

    /// <summary>Evaluate of the model: the losses in inference mode.</summary>
    public void WriteEvaluate(CodeWriter code, CallWriter call)
    {
        Document(code, call, hasValues: false);
        if (!HasValues)
        {
            code.Call("public float Evaluate(", call.Signature(), ")");
            WriteBody(code, () => call.WriteBody(code));
            return;
        }

        string arguments = string.Join(", ", call.ArgumentNames());
        code.Call("public float Evaluate(", call.Signature(), $") => this.Evaluate({arguments}, out _);");
        code.Line();
        Document(code, call, hasValues: true);
        code.Call("public float Evaluate(", [.. call.Signature(), $"out {Values} {Name(call)}"], ")");
        WriteBody(code, () => call.WriteBody(code), Name(call));
    }

    /// <summary>Evaluate of the trainer, which asks the model.</summary>
    public void WriteForwarding(CodeWriter code, CallWriter call)
    {
        Document(code, call, hasValues: false);
        string arguments = string.Join(", ", call.ArgumentNames());
        if (!HasValues)
        {
            code.Call("public float Evaluate(", call.Signature(), $") => __model.Evaluate({arguments});");
            return;
        }

        using var method = code.Block($"public float Evaluate({string.Join(", ", call.Signature())})");
        code.Line($"float __loss = __model.Evaluate({arguments}, out var __values);");
        code.Line("this.Losses = __values;");
        code.Line("return __loss;");
    }

    /// <summary>The trainer's property with the losses of its last call.</summary>
    public static void WriteProperty(CodeWriter code)
    {
        code.Line("/// <summary>The losses of the last call of Step, Gradients or Evaluate.</summary>");
        code.Line($"public {Values} Losses {{ get; private set; }}");
    }

    /// <summary>A body that runs a call and returns the reported loss, with all of them in <paramref name="target"/>.</summary>
    public void WriteBody(CodeWriter code, Action run, string target = "this.Losses")
    {
        code.Line("{");
        using (code.Indent())
        {
            run();
            string[] parts = ["__call.Loss", .. model.Losses.Select(l => $"__call.{Field(l.Name)}")];
            if (HasValues) code.Line($"{target} = new({string.Join(", ", parts)});");
            code.Line($"return __call.{ReportedField};");
        }

        code.Line("}");
    }

    private void Document(CodeWriter code, CallWriter call, bool hasValues)
    {
        code.Line($"/// <summary>{Reported} of a batch in inference mode.</summary>");
        call.WriteParameterDocs(code);
        if (hasValues) code.Line($"/// <param name=\"{Name(call)}\">Receives each loss by its name.</param>");
        code.Line("/// <exception cref=\"global::DLCompiler.ModelShapeException\">A length does not fit.</exception>");
    }

    private static string Name(CallWriter call) => call.Free("losses");

    private static string Field(string loss) => "Loss" + loss;

    private string Sum() => string.Join(" + ", model.Losses.Where(l => l.Weight != 0).Select(
        l => l.Weight == 1 ? l.Name : $"{Literals.Float(l.Weight).TrimEnd('f')} · {l.Name}"));
}
