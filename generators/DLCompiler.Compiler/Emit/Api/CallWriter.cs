using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Shapes;
using DLCompiler.Compiler.Tracing;

namespace DLCompiler.Compiler.Emit.Api;

/// <summary>A tensor that a call returns into memory of the caller.</summary>
internal sealed record CallResult(string Name, TensorType Type)
{
    public Shape Shape => Type.Shape;
}

/// <summary>An integer argument whose values index something of a given size.</summary>
internal sealed record CallBound(string Input, Dim Bound, int? Besides);

/// <summary>
/// Writes how a call of a program begins: the caller's spans bind the symbols and are checked against their shapes, then a ref
/// struct carries them, pinned, to the program.
/// </summary>
/// <param name="layout">The model.</param>
/// <param name="program">The program.</param>
/// <param name="call">What messages call it: <c>DigitClassifier.Predict</c>.</param>
/// <param name="programs">The class that holds the programs.</param>
internal class CallWriter(ModelLayout layout, ProgramWriter program, string call, string programs)
{
    private const string Runtime = "global::DLCompiler.Runtime.";
    private const string Span = "global::System.Span";

    public IReadOnlyList<Guard> Guards { get; init; } = [];

    public IReadOnlyList<CallBound> Bounds { get; init; } = [];

    /// <summary>Every input of the call, also those that the program does not read.</summary>
    public required IReadOnlyList<ModelInput> Inputs { get; init; }

    public IReadOnlyList<CallResult> Results =>
        [.. program.Places.Results.Select(r => new CallResult(program.Places[r.Value].Of, new TensorType(r.Value.Type.DType, r.Shape)))];

    /// <summary>A name that no parameter of the call has.</summary>
    public string Free(string name) => new Names([.. ArgumentNames()]).Unique(name);

    private ShapeSolver Solver => ShapeSolver.Of(layout.Symbols, Inputs);

    protected ModelLayout Layout => layout;

    protected ProgramWriter Program => program;

    /// <summary>The class that holds the programs.</summary>
    protected string Programs => programs;

    protected string StructName => program.Name + "Call";

    /// <summary>The C# parameters: a span an input, a span a result, and the symbols that lengths do not tell.</summary>
    public IReadOnlyList<string> Signature() =>
    [
        .. Inputs.Select(i => $"global::System.ReadOnlySpan<{Literals.Element(i.Type.DType)}> {Name(i)}"),
        .. Results.Select(r => $"{Span}<{Literals.Element(r.Type.DType)}> {r.Name}"),
        .. Solver.Passed.Select(s => $"int {Passing(s)}"),
    ];

    /// <summary>The names of the parameters, to pass them on.</summary>
    public IReadOnlyList<string> ArgumentNames() => [.. Signature().Select(p => p.Substring(p.LastIndexOf(' ') + 1))];

    /// <summary>What messages call it, as a literal.</summary>
    public string Label => Literals.Text(call);

    /// <summary>The symbols that lengths do not tell.</summary>
    public IReadOnlyList<int> Passed => Solver.Passed;

    /// <summary>Documents the C# parameters.</summary>
    public void WriteParameterDocs(CodeWriter code, bool withPassed = true)
    {
        foreach (var input in Inputs) code.Line($"/// <param name=\"{input.Name}\">{input.Type.Shape}, row-major.</param>");
        foreach (var result in Results)
            code.Line($"/// <param name=\"{result.Name.TrimStart('@')}\">Receives {result.Shape}, row-major.</param>");
        if (!withPassed) return;
        foreach (int symbol in Solver.Passed)
            code.Line($"/// <param name=\"{Passing(symbol).TrimStart('@')}\">The size <c>{layout.Symbols[symbol]}</c>.</param>");
    }

    /// <summary>Statements that begin to bind the symbols.</summary>
    public void WriteBinding(CodeWriter code)
    {
        code.Line($"{Span}<long> __sizes = stackalloc long[{layout.Symbols.Count}];");
        code.Line($"var __binding = new {Runtime}ShapeBinding({Label}, __symbols, __sizes);");
    }

    /// <summary>
    /// The check of what the compiler could not decide. It comes before results are looked at or made, whose sizes may make no
    /// sense without it.
    /// </summary>
    public void WriteGuards(CodeWriter code)
    {
        if (Guards.Count > 0) code.Line($"{programs}.{StructName}.Check(__binding);");
    }

    /// <summary>The name of a symbol.</summary>
    public string Symbol(int index) => layout.Symbols[index];

    /// <summary>The parameter that passes a symbol.</summary>
    public string Passing(int symbol) => Literals.Identifier(
        new Names([.. Inputs.Select(i => i.Name), .. Results.Select(r => r.Name)]).Unique(Symbol(symbol)));

    /// <summary>A size over the symbols that are bound, as an <c>int</c>.</summary>
    public string Int(Dim size) => Literals.Int(Substitute(size, "__binding"));

    /// <summary>Statements that bind, check and run.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="extra">Further fields of the call, as <c>Name = value</c>.</param>
    public void WriteBody(CodeWriter code, params string[] extra)
    {
        WriteSizes(code);
        foreach (var result in Results)
        {
            code.Line($"__binding.Length({Literals.Text(result.Name)}, {Literals.Text(result.Shape.ToString())}, {result.Name}.Length, {Size(result.Shape.Count)});");
        }

        foreach (var bound in Bounds)
        {
            code.Line($"{Runtime}Check.Labels({Label}, {Literals.Text(bound.Input)}, {Literals.Identifier(bound.Input)}, {Size(bound.Bound)}{Besides(bound)});");
        }

        WriteRun(code, extra);
    }

    /// <summary>Statements that bind the symbols by the lengths of the inputs, and check these.</summary>
    public void WriteSizes(CodeWriter code)
    {
        WriteBinding(code);
        foreach (int symbol in Solver.Passed) code.Line($"__binding.Bind({symbol}, {Passing(symbol)});");
        foreach (var solution in Solver.Solved)
        {
            string offset = solution.Offset == Dim.Zero ? "" : $", {Size(solution.Offset)}";
            code.Line($"__binding.Solve({solution.Symbol}, {Described(solution.Input)}, {Name(solution.Input)}.Length, {Size(solution.PerUnit)}{offset});");
        }

        foreach (var input in Inputs.Where(i => Solver.Solved.All(s => s.Input != i)))
        {
            code.Line($"__binding.Length({Described(input)}, {Name(input)}.Length, {Size(input.Type.Shape.Count)});");
        }

        WriteGuards(code);
    }

    /// <summary>Statements that run what has been checked.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="extra">Further fields of the call, as <c>Name = value</c>.</param>
    protected virtual void WriteRun(CodeWriter code, IReadOnlyList<string> extra)
    {
        string[] fields =
        [
            "Parameters = __store",
            .. program.Places.Inputs.Select(i => $"{Field(i)} = {Name(i)}"),
            .. Results.Select(r => $"{r.Name} = {r.Name}"),
            "__Sizes = __sizes",
            .. extra,
        ];
        using (code.Block($"var __call = new {programs}.{StructName}", "};")) code.Lines(fields.Select(f => f + ","));
        code.Line($"{Runtime}Pinned.Run(ref __call);");
        code.Line("global::System.GC.KeepAlive(this);");
    }

    /// <summary>The ref struct that carries the spans.</summary>
    public virtual void WriteStruct(CodeWriter code)
    {
        code.Line($"/// <summary>A call of <see cref=\"{program.Name}\"/>, with its arguments pinned.</summary>");
        using var type = code.Block($"public ref struct {StructName} : IPinnedCall");
        code.Line("public ParameterStore Parameters;");
        if (program.WritesGradients) code.Line("public GradientStore Gradients;");
        foreach (var input in program.Places.Inputs) code.Line($"public ReadOnlySpan<{Literals.Element(input.Type.DType)}> {Field(input)};");
        foreach (var result in Results) code.Line($"public Span<{Literals.Element(result.Type.DType)}> {result.Name};");
        code.Line("public ReadOnlySpan<long> __Sizes;");
        if (program.UsesRandom) code.Lines(["public int Seed;", "public long Step;"]);
        foreach (var (loss, _) in program.Losses) code.Line($"public float {LossWriter.Field(loss)};");
        if (program.BufferUpdates.Count > 0) code.Line("public bool Commits;");
        if (program.Taps.Count > 0) code.Line("public global::DLCompiler.TapReader Tap;");
        string[] spans = [.. program.Places.Inputs.Select(Field), .. Results.Select(r => r.Name)];
        code.Line();
        code.Line($"public readonly int Count => {spans.Length};");
        code.Line();
        using (code.Block("public readonly ReadOnlySpan<byte> Span(int __index) => __index switch", "};"))
        {
            for (int i = 0; i < spans.Length; i++)
                code.Line($"{(i == spans.Length - 1 ? "_" : Literals.Integer(i))} => MemoryMarshal.AsBytes({spans[i]}),");
        }

        code.Line();
        if (Guards.Count > 0)
        {
            WriteCheck(code);
            code.Line();
        }

        using var run = code.Block("public void Run(ReadOnlySpan<nint> __at)");
        string constant = program.WritesGradients ? "" : ", Parameters";
        code.Line($"using var arena = {program.PlanName}.Rent(__Sizes{constant});");
        int index = 0;
        string[] arguments =
        [
            "Parameters",
            .. program.WritesGradients ? ["Gradients"] : Array.Empty<string>(),
            "arena",
            .. program.Places.Inputs.Select(i => $"new {Literals.Pointer(i.Type.DType)}(__at[{index++}])"),
            .. Results.Select(r => $"new {Literals.Pointer(r.Type.DType)}(__at[{index++}])"),
            .. layout.Symbols.Select((_, s) => $"(nint)__Sizes[{s}]"),
            .. program.UsesRandom ? ["Seed", "Step"] : Array.Empty<string>(),
        ];
        code.Call($"{program.Name}(", arguments, ");");
        foreach (var (loss, buffer) in program.Losses) code.Line($"{LossWriter.Field(loss)} = arena[{buffer}][0];");
        foreach (var (tap, buffer) in program.Taps)
        {
            string[] lengths = [.. tap.Shape.Dims.Select(d => Literals.Int(Substitute(d, "__Sizes")))];
            string count = Literals.Size(Substitute(tap.Shape.Count, "__Sizes"));
            code.Line($"Tap({Literals.Text(tap.Name)}, [{string.Join(", ", lengths)}], arena[{buffer}].ToSpan({count}));");
        }

        if (program.BufferUpdates.Count == 0) return;
        code.Line("if (!Commits) return;");
        string parameters = string.Join(", ", program.BufferUpdates.Select(b => b.Parameter));
        string next = string.Join(", ", program.BufferUpdates.Select(b => b.Arena));
        code.Call("Parameters.Commit(", [$"[{parameters}]", "arena", $"[{next}]"], ");");
    }

    /// <summary>The check of the guards as a method.</summary>
    protected void WriteCheck(CodeWriter code)
    {
        using (code.Block("public static void Check(ShapeBinding __binding)")) code.Lines(Guards.Select(Check));
    }

    private string Check(Guard guard)
    {
        var condition = guard.Condition;
        string holds = $"{Size(condition.Left)} {condition.Operator} {Size(condition.Right)}";
        return $"__binding.Guard({holds}, {Literals.Text(guard.Message)});";
    }

    /// <summary>A size over the symbols that are bound already.</summary>
    private string Size(Dim size) => Literals.Size(Substitute(size, "__binding"));

    private static string Besides(CallBound bound) => bound.Besides is { } besides ? $", {Literals.Integer(besides)}" : "";

    /// <summary>A size over the elements of what holds the symbols.</summary>
    private Dim Substitute(Dim size, string symbols)
    {
        var names = layout.Symbols.Select((s, i) => (s, i)).ToDictionary(p => p.s, p => p.i, StringComparer.Ordinal);
        return size.Substitute(s => Dim.Symbol($"{symbols}[{names[s]}]"));
    }

    private static string Described(ModelInput input) => $"{Literals.Text(input.Name)}, {Literals.Text(input.Type.Shape.ToString())}";

    /// <summary>The field of an input: those that every call has begin in upper case.</summary>
    private string Field(ModelInput input) => program.Places.NameOf(input);

    private static string Name(ModelInput input) => Literals.Identifier(input.Name);
}
