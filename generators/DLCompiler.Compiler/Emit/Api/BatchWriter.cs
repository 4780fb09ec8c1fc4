using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>
/// Writes the members that take columns by name, for loops that do not know the network: each asks the batch for what the typed
/// member of the same name takes.
/// </summary>
internal static class BatchWriter
{
    private const string Batch = "global::DLCompiler.IBatch";

    /// <summary>What the columns are in, unless an input is called so.</summary>
    private const string Columns = "batch";

    /// <summary>Predict of the model: it makes room for the results, whose sizes the columns tell.</summary>
    public static void WritePredict(CodeWriter code, CallWriter call)
    {
        code.Line();
        code.Line("/// <inheritdoc/>");
        string batch = call.Free(Columns), results = call.Free("results");
        using var method = code.Block($"public void Predict({Batch} {batch}, global::DLCompiler.BatchResults {results})");
        if (!IsTold(code, call)) return;
        foreach (var input in call.Inputs) code.Line($"var {Literals.Identifier(input.Name)} = {Column(input, batch)};");
        foreach (int symbol in call.Passed) code.Line($"int {call.Passing(symbol)} = {SizeOf(call, symbol, batch)};");
        call.WriteSizes(code);
        string[] made = [.. call.Results.Select(r =>
            $"{results}.{Kind(r.Type.DType)}({Literals.Text(r.Name.TrimStart('@'))}, [{string.Join(", ", r.Shape.Dims.Select(call.Int))}])")];
        code.Call("this.Predict(", [.. call.Inputs.Select(i => Literals.Identifier(i.Name)), .. made, .. call.Passed.Select(s => $"(int)__binding[{s}]")], ");");
    }

    /// <summary>What Step and Evaluate of the trainer call, and the eager run that finds where a NaN comes from.</summary>
    /// <param name="code">The trainer.</param>
    /// <param name="step">The typed step; the evaluation takes the same.</param>
    /// <param name="predict">The call of Forward.</param>
    public static void WriteTrainer(CodeWriter code, CallWriter step, CallWriter predict)
    {
        code.Line();
        code.Line("/// <inheritdoc/>");
        string head = $"protected override float Run({Batch} {Columns}, bool trains)";
        if (Untold(step) is null)
        {
            string arguments = string.Join(", ", step.Inputs.Select(i => Column(i)).Concat(step.Passed.Select(s => SizeOf(step, s)!)));
            code.Line(head + " => trains");
            using var choice = code.Indent();
            code.Line($"? Step({arguments})");
            code.Line($": Evaluate({arguments});");
        }
        else
        {
            using var refused = code.Block(head);
            IsTold(code, step);
        }

        code.Line();
        code.Line("/// <inheritdoc/>");
        code.Line($"protected override void RunEagerly({Batch} {Columns}) =>");
        using var body = code.Indent();
        code.Call(
            "__model.Eager.Forward(",
            [.. predict.Inputs.Select(Tensor), "global::DLCompiler.Mode.Training", "Options.Seed", "StepCount"],
            ");");
    }

    /// <summary>Writes an exception where a size is one that no axis of a column is.</summary>
    private static bool IsTold(CodeWriter code, CallWriter call)
    {
        if (Untold(call) is not { } symbol) return true;
        code.Line($"throw new global::System.NotSupportedException({Literals.Text($"No axis of an input is '{symbol}' itself: call the overload that takes it.")});");
        return false;
    }

    private static string? Untold(CallWriter call) =>
        call.Passed.Where(s => SizeOf(call, s) is null).Select(call.Symbol).FirstOrDefault();

    /// <summary>The size of the axis that is the symbol; null where there is none.</summary>
    private static string? SizeOf(CallWriter call, int symbol, string batch = Columns)
    {
        foreach (var input in call.Inputs)
        {
            var dims = input.Type.Shape.Dims;
            for (int axis = 0; axis < dims.Count; axis++)
            {
                if (dims[axis].SymbolName == call.Symbol(symbol)) return $"{batch}.Size({Literals.Text(input.Name)}, {Literals.Integer(axis)})";
            }
        }

        return null;
    }

    /// <summary>A column as a tensor; sizes that are not numbers follow from the column's.</summary>
    private static string Tensor(ModelInput input)
    {
        string dims = string.Concat(input.Type.Shape.Dims.Select(d => ", " + (d.IsConstant ? Literals.Int(d) : "-1")));
        return $"global::DLCompiler.Runtime.Columns.{(input.Type.DType == DType.Int32 ? "IntTensor" : "Tensor")}({Columns}, {Literals.Text(input.Name)}{dims})";
    }

    private static string Column(ModelInput input, string batch = Columns) => $"{batch}.{Kind(input.Type.DType)}({Literals.Text(input.Name)})";

    private static string Kind(DType type) => type == DType.Int32 ? "Ints" : "Floats";
}
