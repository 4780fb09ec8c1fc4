using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>
/// Writes one program, such as a training step, as a static method: the kernels in order, each call under a comment that says
/// what it computes; and its arena's plan as a static field.
/// </summary>
internal sealed class ProgramWriter
{
    private readonly KernelProgram _program;
    private readonly ModelLayout _layout;
    private readonly KernelLibrary _library;
    private readonly Dictionary<Kernel, LoopKernel> _loops;

    public ProgramWriter(string name, KernelProgram program, ModelLayout layout, KernelLibrary library)
    {
        Name = name;
        _program = program;
        _layout = layout;
        _library = library;
        _loops = program.Kernels.Where(k => k.Call is null).ToDictionary(k => k, k => Lowering.Run(k, program));
        Buffers = BufferPlan.Of(program);
        Variables = new ProgramVariables(program, Buffers, layout);
    }

    /// <summary>The method's name.</summary>
    public string Name { get; }

    /// <summary>The name of the field with the arena's plan.</summary>
    public string PlanName => Name + "Plan";

    public BufferPlan Buffers { get; }

    public ProgramVariables Variables { get; }

    public bool UsesRandom =>
        _loops.Values.Any(l => l.Body.Expressions().Any(e => e is RandomValue))
        || Calls.Any(c => ((LibraryCall)c.Op).Arguments(c).Any(a => a is StreamArgument));

    public bool WritesGradients => _program.Outputs.Any(o => o.Kind == OutputKind.ParameterGradient);

    /// <summary>The index of the loss in the arena.</summary>
    public int LossIndex => ArenaIndex(_program.Outputs.First(o => o.Kind == OutputKind.Loss).Value);

    /// <summary>The buffers of the model that a step updates: their index in the store, and in the arena.</summary>
    public IReadOnlyList<(int Parameter, int Arena)> BufferUpdates =>
        [.. _program.Outputs.Where(o => o.Kind == OutputKind.BufferUpdate).Select(o => (_layout.IndexOf(o.Name), ArenaIndex(o.Value)))];

    private IEnumerable<Node> Calls => _program.Kernels.Where(k => k.Call is not null).Select(k => k.Call!);

    private int ArenaIndex(Node node) => Buffers.Buffers.Select(b => b.Node).ToList().IndexOf(node);

    public void WritePlan(CodeWriter code)
    {
        code.Line($"/// <summary>Lifetimes and sizes of the values of <see cref=\"{Name}\"/>.</summary>");
        code.Line($"public static readonly Program {PlanName} = new(");
        using var indent = code.Indent();
        code.Line($"{Literals.Text($"{_layout.Model}.{Name}")},");
        code.Line($"symbols: {_layout.Symbols.Count},");
        code.Call("[", [.. Buffers.Buffers.Select(b => $"new({b.First}, {b.Last})")], "],");
        using var body = code.Block("static (symbols, sizes) =>", "});");
        for (int s = 0; s < _layout.Symbols.Count; s++)
        {
            string symbol = _layout.Symbols[s];
            if (Buffers.Buffers.Any(b => b.Elements.Symbols().Contains(symbol))) code.Line($"long {Literals.Identifier(symbol)} = symbols[{s}];");
        }

        for (int b = 0; b < Buffers.Buffers.Count; b++)
        {
            var node = Buffers.Buffers[b].Node;
            code.Line($"sizes[{b}] = {Literals.Size(Buffers.Buffers[b].Elements)}; // {NodeName.Of(node)} {node.Shape}");
        }
    }

    public void WriteMethod(CodeWriter code, string summary)
    {
        code.Line($"/// <summary>{summary}</summary>");
        code.Call($"public static void {Name}(", Signature(), ")");
        code.Line("{");
        using (code.Indent())
        {
            foreach (var (name, value, comment) in Variables.Declarations) code.Line($"var {name} = {value}; // {comment}");
            foreach (var kernel in _program.Kernels)
            {
                code.Line();
                WriteCall(code, kernel);
            }
        }

        code.Line("}");
    }

    private List<string> Signature()
    {
        var signature = new List<string> { "ParameterStore parameters" };
        if (WritesGradients) signature.Add("GradientStore gradients");
        signature.Add("in Lease arena");
        signature.AddRange(Variables.Inputs.Select(i => (i.Type.DType == DType.Int32 ? "Ints " : "Floats ") + Literals.Identifier(NodeName.Camel(i.Name))));
        signature.AddRange(Variables.Results.Select(r => $"Floats {Variables[r.Value]}"));
        signature.AddRange(_layout.Symbols.Select(s => $"nint {Literals.Identifier(s)}"));
        if (UsesRandom) signature.AddRange(["int seed", "long step"]);
        return signature;
    }

    private void WriteCall(CodeWriter code, Kernel kernel)
    {
        foreach (var store in kernel.Stores) code.Line($"// {Describe(store)}");
        if (kernel.Call is { } call) WriteLibraryCall(code, kernel, call);
        else if (kernel.Product is not null) WriteProduct(code, kernel, _loops[kernel]);
        else WriteNest(code, _loops[kernel]);
    }

    private void WriteNest(CodeWriter code, LoopKernel loops)
    {
        var kernel = CpuKernelWriter.Write(loops);
        var use = _library.Use(kernel, loops);
        bool byElement = loops.Rows.Count == 0;
        var items = byElement ? ((Loop)loops.Body[0]).Axis.Extent : Dim.Product(loops.Rows[0].Axes.Select(a => a.Extent));
        var cost = KernelCost.PerItem(loops);
        string[] tail = byElement ? [Literals.Size(items), Literals.Size(cost), "align: 16"] : [Literals.Size(items), Literals.Size(cost)];
        code.Call("Workers.Run(", [New(use, kernel), .. tail], ");");
    }

    private void WriteProduct(CodeWriter code, Kernel kernel, LoopKernel loops)
    {
        var plan = ProductPlan.Of(kernel, _program);
        var shape = plan.Shape;
        int row = kernel.Space.Rank - 2;
        var target = plan.Target?.Target ?? kernel.Product!;
        var arguments = new List<string>
        {
            $"new GemmShape({string.Join(", ", new[] { shape.M, shape.N, shape.K }.Concat(Outer(shape.Batch.Select(b => b.Count), Dim.One)).Select(Literals.Size))})",
            Operand(shape.A.Node, shape.A.Access.Linear.Offset, shape.ARow, shape.AColumn, shape.Batch.Select(b => b.A)),
            Operand(shape.B.Node, shape.B.Access.Linear.Offset, shape.BRow, shape.BColumn, shape.Batch.Select(b => b.B)),
            Operand(target, plan.C.Offset, plan.C.Coefficient(row), Dim.One, shape.Batch.Select(b => b.C)),
        };
        bool plain = kernel.Stores.Count == 1 && kernel.Stores[0].Value == kernel.Product && plan.Target is not null;
        if (!plain)
        {
            var epilogue = CpuKernelWriter.Write(loops);
            arguments.Add(New(_library.Use(epilogue, loops), epilogue));
        }

        code.Call("Gemm.Run(", arguments, ");");
    }

    private void WriteLibraryCall(CodeWriter code, Kernel kernel, Node call)
    {
        var op = (LibraryCall)call.Op;
        code.Call($"{op.Routine}(", [.. op.Arguments(call).SelectMany(a => Passed(a, kernel, call))], ");");
    }

    private IEnumerable<string> Passed(CallArgument argument, Kernel kernel, Node call) => argument switch
    {
        ResultArgument result => [ResultPointer(result.Index, kernel, call)],
        OperandArgument { Struct: { } type } operand => [$"new {type}({string.Join(", ", Passed(operand, call))})"],
        OperandArgument operand => Passed(operand, call),
        SizeArgument size => [Literals.Size(size.Size)],
        NumberArgument number => [Literals.Single(number.Value)],
        FlagArgument flag => [Literals.Bool(flag.Value)],
        StreamArgument stream => [Key(stream)],
        _ => throw new InvalidOperationException(argument.GetType().Name),
    };

    private IEnumerable<string> Passed(OperandArgument argument, Node call)
    {
        var operand = CallOperand.Of(call.Inputs[argument.Index], argument.Form, _program.IsInMemory)!;
        string pointer = Offset(Variables[operand.Read.Node], operand.Read.Access.Linear.Offset);
        var sizes = argument.Form switch
        {
            OperandForm.Rows => operand.Strides,
            OperandForm.Indices => Runs(operand.IndexAxes),
            _ => [],
        };
        return [pointer, .. sizes.Select(Literals.Size)];
    }

    /// <summary>The count and stride of each axis, innermost first; a single integer is a run of one.</summary>
    private static IEnumerable<Dim> Runs(IReadOnlyList<(Dim Count, Dim Stride)> axes) =>
        axes.Count == 0 ? [Dim.One] : axes.Reverse().SelectMany(a => new[] { a.Count, a.Stride });

    private string ResultPointer(int index, Kernel kernel, Node call)
    {
        var node = call.Types.Count == 1
            ? call
            : kernel.Stores.Select(s => s.Target).FirstOrDefault(t => t.Op is Result result && result.Index == index);
        return node is null ? "default" : Variables[node];
    }

    private string Operand(Node node, Dim offset, Dim row, Dim column, IEnumerable<Dim> batch) =>
        $"new GemmOperand({Offset(Variables[node], offset)}, {string.Join(", ", new[] { row, column }.Concat(Outer(batch, Dim.Zero)).Select(Literals.Size))})";

    /// <summary>The batch axes as the library's outer and inner one: a single one is the inner.</summary>
    private static IEnumerable<Dim> Outer(IEnumerable<Dim> batch, Dim missing)
    {
        var list = batch.ToList();
        return list.Count switch { 0 => [], 1 => [missing, list[0]], _ => list };
    }

    private string New(KernelUse use, CpuKernel kernel) =>
        $"new {use.Name}({string.Join(", ", kernel.Parameters.Zip(use.Parameters, Argument))})";

    private string Argument(KernelParameter parameter, string name) => parameter.Argument switch
    {
        Pointer pointer => Offset(Variables[pointer.Node], pointer.Offset),
        Dim size => $"{name}: {Literals.Size(size)}",
        Scalar number => $"{name}: {Literals.Single(number)}",
        StreamArgument stream => $"{name}: {Key(stream)}",
        _ => throw new InvalidOperationException(parameter.Type),
    };

    private static string Key(StreamArgument stream) => $"RandomKey.Of(seed, step, {stream.Stream})";

    private static string Offset(string pointer, Dim offset) => offset == Dim.Zero ? pointer : $"{pointer} + {Parenthesized(offset)}";

    private static string Parenthesized(Dim offset) => offset.IsConstant ? Literals.Size(offset) : $"({Literals.Size(offset)})";

    /// <summary>A value with its shape and the expression of the user's that it comes from.</summary>
    private string Describe(Store store)
    {
        string text = $"{Variables[store.Target]} {store.Value.Shape}";
        foreach (var output in _program.Outputs.Where(o => o.Kind == OutputKind.ParameterGradient && o.Value == store.Target))
            return $"{text}: gradient of {output.Name}";
        return store.Value.Origin is { Text.Length: > 0 } origin ? $"{text}: {origin.Text}" : text;
    }
}
