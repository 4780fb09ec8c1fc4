using DLCompiler.Compiler.Emit.Api;
using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Schedule;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>Writes how a call of a program runs on a device: it uploads the arguments, launches, and fetches the results.</summary>
internal sealed class GpuCallWriter(ModelLayout layout, ProgramWriter program, string call, string programs)
    : CallWriter(layout, program, call, programs)
{
    private const string Session = "__session", SizesName = "__sizes", Arena = "__arena";

    /// <summary>How many numbers the losses are.</summary>
    public int LossParts => Program.Losses.Count;

    private string MethodName => $"Call{Program.Name}";

    private bool HasLosses => Program.Losses.Count > 0;

    private bool IsStep => Program.Name == "Step";

    /// <param name="code">Where to.</param>
    /// <param name="extra">Further arguments of the call.</param>
    protected override void WriteRun(CodeWriter code, IReadOnlyList<string> extra)
    {
        string[] arguments =
        [
            Session, SizesName, .. Program.Places.Inputs.Select(i => Literals.Identifier(i.Name)), .. Results.Select(r => r.Name), .. extra,
        ];
        string head = IsStep ? "return " : HasLosses ? "var __call = " : "";
        code.Call($"{head}{Programs}.{MethodName}(", arguments, ");");
    }

    /// <summary>The method of the programs' class that runs the call; losses of an evaluation are read, those of a step stay.</summary>
    public override void WriteStruct(CodeWriter code)
    {
        if (Guards.Count > 0)
        {
            code.Line($"/// <summary>What a call of <see cref=\"{Program.Name}\"/> checks.</summary>");
            using (code.Block($"public static class {StructName}")) WriteCheck(code);
            code.Line();
        }

        if (HasLosses && !IsStep)
        {
            code.Line($"/// <summary>What <see cref=\"{Program.Name}\"/> gives.</summary>");
            string[] fields = [.. Program.Losses.Select(l => $"float {LossWriter.Field(l.Loss)}")];
            code.Call($"public readonly record struct {Program.Name}Losses(", fields, ");");
            code.Line();
        }

        var inputs = Program.Places.Inputs;
        string type = IsStep ? "global::DLCompiler.PendingLoss" : HasLosses ? $"{Program.Name}Losses" : "void";
        string[] parameters =
        [
            $"Session {Session}", $"ReadOnlySpan<long> {SizesName}",
            .. inputs.Select(i => $"ReadOnlySpan<{Literals.Element(i.Type.DType)}> {Program.Places.NameOf(i)}"),
            .. Results.Select(r => $"Span<{Literals.Element(r.Type.DType)}> {r.Name}"),
            .. IsStep ? ["int __reported", "bool __updates"] : Array.Empty<string>(),
        ];
        code.Line($"/// <summary>A call of <see cref=\"{Program.Name}\"/>.</summary>");
        code.Call($"public static {type} {MethodName}(", parameters, ")");
        code.Line("{");
        using (code.Indent())
        {
            using (code.Block("try")) WriteCall(code);
            using (code.Block("catch (global::ILGPU.Runtime.AcceleratorException __e)")) code.Line($"throw {Session}.Lost(__e);");
        }

        code.Line("}");
    }

    private void WriteCall(CodeWriter code)
    {
        var inputs = Program.Places.Inputs;
        string[] names = [.. inputs.Select(Program.Places.NameOf), .. Results.Select(r => r.Name)];
        string total = names.Length == 0 ? "0" : string.Join(" + ", names.Select((n, i) => (i == 0 ? "(long)" : "") + $"{n}.Length"));
        code.Line($"{Session}.Begin({total}, {Literals.Integer(names.Length)});");
        foreach (var input in inputs) code.Line($"var {At(Program.Places.NameOf(input))} = {Session}.Add({Program.Places.NameOf(input)});");
        code.Line($"{Session}.Send();");
        foreach (var result in Results) code.Line($"var {At(result.Name)} = {Session}.Result({result.Name}.Length);");
        code.Line($"var {Arena} = {Session}.Rent({Program.PlanName}, {SizesName});");
        string[] arguments =
        [
            $"{Session}.Device", $"{Session}.Parameters",
            .. Program.Places.Storages.Narrow == Storage.Single ? Array.Empty<string>() : [$"{Session}.Narrow"],
            .. Program.WritesGradients ? [$"{Session}.Gradients"] : Array.Empty<string>(), Arena,
            .. inputs.Select(i => At(Program.Places.NameOf(i))), .. Results.Select(r => At(r.Name)),
            .. Program.Places.ReadsScale ? [$"{Session}.LossScale"] : Array.Empty<string>(),
            .. Layout.Symbols.Select((_, s) => $"(nint){SizesName}[{s}]"),
            .. Program.UsesRandom ? [$"{Session}.Seed", $"{Session}.StepCount"] : Array.Empty<string>(),
        ];
        code.Call($"{Program.Name}(", arguments, ");");
        string losses = string.Join(", ", Program.Losses.Select(l => l.Arena));
        if (IsStep)
        {
            code.Line($"var __loss = {Session}.Note([{losses}], {Arena}, __reported);");
            using (code.Block("if (__updates)"))
            {
                if (Program.BufferUpdates.Count > 0)
                {
                    string parameters = string.Join(", ", Program.BufferUpdates.Select(b => b.Parameter));
                    string next = string.Join(", ", Program.BufferUpdates.Select(b => b.Arena));
                    code.Call($"{Session}.Commit(", [$"[{parameters}]", Arena, $"[{next}]"], ");");
                }

                code.Line($"{Session}.Update();");
            }
        }

        foreach (var result in Results) code.Line($"{Session}.Fetch({At(result.Name)}, {result.Name});");
        if (IsStep) code.Line("return __loss;");
        else if (HasLosses)
            code.Call("return new(", [.. Program.Losses.Select(l => $"{Session}.Read({Arena}[{l.Arena}])")], ");");
    }

    /// <summary>Which of the losses has a field.</summary>
    public int IndexOfLoss(string field) => Program.Losses.Select(l => LossWriter.Field(l.Loss)).ToList().IndexOf(field);

    private static string At(string name) => $"__{name.TrimStart('@')}At";
}
