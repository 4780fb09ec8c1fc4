using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>The C# call that runs a kernel: a routine, with the parenthesis behind it, and its arguments.</summary>
internal sealed record KernelCall(string Head, IReadOnlyList<string> Arguments)
{
    public string Text => $"{Head}{string.Join(", ", Arguments)});";

    public void Write(CodeWriter code) => code.Call(Head, Arguments, ");");
}

/// <summary>How a call names what differs between two uses of the same code: pointers to values, and random streams.</summary>
internal sealed record OperandNames(Func<Node, string> Pointer, Func<int, string> Stream)
{
    /// <summary>The variable that has the right operand of a product packed; null where there is none.</summary>
    public Func<Kernel, string?> Packed { get; init; } = _ => null;
}

/// <summary>Writes the calls of a program's kernels.</summary>
internal sealed class KernelCallWriter
{
    private readonly KernelProgram _program;
    private readonly IReadOnlyList<string> _positions;
    private readonly Target _target;
    private readonly StoragePlan _storages;
    private readonly Dictionary<Kernel, KernelNest> _nests = [];
    private readonly Dictionary<Kernel, StepLoopWriter> _loops = [];

    /// <param name="name">The name of the program's method.</param>
    /// <param name="program">The kernels.</param>
    /// <param name="context">What every method of the program may be passed.</param>
    /// <param name="positions">The positions of the loops around the kernels, outermost first.</param>
    /// <param name="library">Where the bodies of kernels go.</param>
    /// <param name="methods">Where the methods of loops go.</param>
    /// <param name="storages">What values are stored as.</param>
    public KernelCallWriter(
        string name,
        KernelProgram program,
        IReadOnlyList<(string Type, string Name)> context,
        IReadOnlyList<string> positions,
        KernelLibrary library,
        RunMethods methods,
        StoragePlan storages)
    {
        _storages = storages;
        _program = program;
        _positions = positions;
        _target = library.Target;
        foreach (var kernel in program.Kernels.Where(k => k.Loop is not null))
        {
            var loop = _loops[kernel] = new StepLoopWriter(
                $"{name}Scan", kernel.Loop!, context, positions,
                (inner, at) => new KernelCallWriter(name, inner, context, at, library, methods, storages), methods, storages);
            UsesRandom |= loop.UsesRandom;
            Written = [.. Written, .. loop.Written];
        }

        foreach (var kernel in program.Kernels.Where(k => k.Call is null))
        {
            if (kernel.Product is not null && IsPlain(kernel, program.PlanOf(kernel))) continue;
            var nest = _nests[kernel] = library.Nest(kernel, program, storages);
            UsesRandom |= nest.Code.Parameters.Any(p => p.Argument is StreamArgument);
        }

        UsesRandom |= program.Kernels.Select(k => k.Call)
            .Any(c => c?.Op is LibraryCall call && call.Leaves(c).Any(a => a is StreamArgument));
    }

    /// <summary>Whether a kernel needs the seed and the step.</summary>
    public bool UsesRandom { get; }

    /// <summary>The methods of loops that nobody has written yet.</summary>
    public IReadOnlyList<RunMethod> Written { get; } = [];

    public KernelCall Call(Kernel kernel, OperandNames names) =>
        kernel.Loop is not null ? _loops[kernel].Call(names)
        : kernel.Call is { } call ? LibraryCall(kernel, call, names)
        : kernel.Product is not null ? Product(kernel, names)
        : Nest(kernel, names);

    /// <summary>A value's shape and the expression of the user's that it comes from; empty where there is none.</summary>
    public static (Shape Shape, string Origin) Describe(Store store, Kernel kernel)
    {
        var shape = store.Target.Op is Insert
            ? Shape.Of(store.Target.Inputs[0].Shape.Dims.Skip(1))
            : store.Value.Shape;
        return (shape, (kernel.Loop is null ? store.Value.Origin : kernel.Call!.Origin)?.Text ?? "");
    }

    /// <summary>What the profiler is told of a kernel.</summary>
    /// <returns>Null where it is told nothing, or the kernel's parts say theirs.</returns>
    public KernelWork? Work(Kernel kernel) => !_target.Profiles || kernel.Loop is not null
        ? null
        : KernelWork.Of(kernel, _nests.TryGetValue(kernel, out var nest) ? nest.Work : null);

    /// <summary>Whether what all steps of a loop multiply by is packed before them.</summary>
    public bool Packs => _target.Packs;

    /// <summary>
    /// Writes above a call what it computes, the values of each expression of the user's on a line; the last line tells it
    /// the profiler, too.
    /// </summary>
    /// <param name="code">Where to.</param>
    /// <param name="results">What the call writes.</param>
    /// <param name="work">
    /// Its operations and bytes as arguments; null where the call's own kernels say theirs.
    /// </param>
    public static void WriteResults(
        CodeWriter code,
        IEnumerable<(string Name, string Shape, string Origin)> results,
        string? work)
    {
        string[] lines =
        [
            .. from result in results
               group $"{result.Name} {result.Shape}" by result.Origin into values
               let names = string.Join(", ", values)
               select values.Key.Length > 0 ? $"{names}: {values.Key}" : names,
        ];
        for (int i = 0; i < lines.Length; i++)
        {
            if (i < lines.Length - 1 || work is null) code.Line($"// {lines[i]}");
            else WriteBegin(code, lines[i], work);
        }
    }

    /// <summary>On one line, if need be with the end of the text left out; on two where too little of it would be left.</summary>
    private static void WriteBegin(CodeWriter code, string text, string numbers)
    {
        const string Head = "Profiler.Begin(";
        const int Enough = 48;
        int room = CodeWriter.Width - code.Margin - Head.Length - ", );".Length - numbers.Length;
        if (Literals.Text(text).Length <= room || room >= Enough)
        {
            code.Line($"{Head}{Fitted(text, room)}, {numbers});");
            return;
        }

        code.Line($"{Head}{Fitted(text, CodeWriter.Width - code.Margin - Head.Length - 1)},");
        using (code.Indent()) code.Line($"{numbers});");
    }

    private static string Fitted(string text, int room)
    {
        string literal = Literals.Text(text);
        for (int length = Math.Min(text.Length, room); literal.Length > room; length--)
            literal = Literals.Text(text.Substring(0, length) + "...");
        return literal;
    }

    private KernelCall Nest(Kernel kernel, OperandNames names)
    {
        var launch = _nests[kernel].Launch!;
        return launch with { Arguments = [New(kernel, names), .. launch.Arguments] };
    }

    private KernelCall Product(Kernel kernel, OperandNames names)
    {
        var plan = _program.PlanOf(kernel);
        var (routine, arguments) = ProductWriter.Call(plan, names.Pointer, names.Packed(kernel), _storages);
        if (!IsPlain(kernel, plan)) arguments.Add(New(kernel, names));
        return new KernelCall($"{routine}(", _target.Passing(arguments));
    }

    /// <summary>The plan of a kernel's product.</summary>
    public ProductPlan PlanOf(Kernel kernel) => _program.PlanOf(kernel);

    /// <summary>Whether the product is stored as it is, without an epilogue.</summary>
    private static bool IsPlain(Kernel kernel, ProductPlan plan) =>
        kernel.Stores.Count == 1 && IsProduct(kernel.Stores[0].Value, kernel) && plan.Target is not null;

    /// <summary>Whether a value is the product's, be it under another shape.</summary>
    private static bool IsProduct(Node value, Kernel kernel)
    {
        while (value.Op is Reshape && !kernel.Members.ContainsKey(value)) value = value.Inputs[0];
        return value == kernel.Product;
    }

    private KernelCall LibraryCall(Kernel kernel, Node call, OperandNames names)
    {
        var op = (LibraryCall)call.Op;
        return new KernelCall(
            $"{op.Routine}{TypeArguments(kernel)}(", _target.Passing(op.Arguments(call).SelectMany(a => Passed(a, kernel, call, names))));
    }

    /// <summary>What a routine's values are stored as; nothing where all are floats.</summary>
    private string TypeArguments(Kernel kernel)
    {
        Storage[] storages =
        [
            .. CallValues.Of(kernel, _program).Stored.Select(alike => alike.Count == 0 ? Storage.Single : _storages[alike[0]]),
        ];
        return storages.All(s => s == Storage.Single)
            ? ""
            : $"<{string.Join(", ", storages.Select(s => Literals.Pointer(DType.Float32, s)))}>";
    }

    /// <summary>A struct, with a type argument where what it has in memory is not floats.</summary>
    private string New(StructArgument parts, IEnumerable<string> passed, Node call)
    {
        bool isNarrow = parts.Leaves().OfType<OperandArgument>().Any(o => _storages[OperandOf(o, call).Read.Node] != Storage.Single);
        string type = isNarrow ? $"{parts.Type}<{Literals.Pointer(DType.Float32, _storages.Narrow)}>" : parts.Type;
        return $"new {type}({string.Join(", ", passed)})";
    }

    private CallOperand OperandOf(OperandArgument argument, Node call) =>
        CallOperand.Of(call.Inputs[argument.Index], argument.Form, _program.IsInMemory)!;

    private IEnumerable<string> Passed(CallArgument argument, Kernel kernel, Node call, OperandNames names) => argument switch
    {
        ResultArgument result => [ResultPointer(result.Index, kernel, call, names)],
        StructArgument parts => [New(parts, parts.Parts.SelectMany(p => Passed(p, kernel, call, names)), call)],
        NothingArgument => ["default"],
        OperandArgument operand => Passed(operand, call, names),
        SizeArgument size => [Literals.Size(size.Size)],
        WindowArgument window => [ProductWriter.Window(window.Axes, window.Images, window.Results)],
        NumberArgument number => [Literals.Single(number.Value)],
        FlagArgument flag => [Literals.Bool(flag.Value)],
        StreamArgument stream => [Key(stream, names)],
        _ => throw new InvalidOperationException(argument.GetType().Name),
    };

    private IEnumerable<string> Passed(OperandArgument argument, Node call, OperandNames names)
    {
        var operand = OperandOf(argument, call);
        string pointer = Offset(names.Pointer(operand.Read.Node), operand.Read.Access.Linear.Offset);
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

    /// <summary>Where a result goes; nowhere, if nobody needs it.</summary>
    private static string ResultPointer(int index, Kernel kernel, Node call, OperandNames names)
    {
        var node = call.Types.Count == 1
            ? call
            : kernel.Stores.Select(s => s.Target).FirstOrDefault(t => t.Op is Result result && result.Index == index);
        return node is null ? "default" : names.Pointer(node);
    }

    private string New(Kernel kernel, OperandNames names)
    {
        var (code, use) = (_nests[kernel].Code, _nests[kernel].Use);
        return $"new {use.Name}({string.Join(", ", code.Parameters.Zip(use.Parameters, (p, name) => Argument(p, name, names)))})";
    }

    private string Argument(KernelParameter parameter, string name, OperandNames names) => parameter.Argument switch
    {
        Pointer pointer => Offset(names.Pointer(pointer.Node), pointer.Offset),
        Dim size => $"{name}: {Literals.Size(size)}",
        Scalar number => $"{name}: {Literals.Single(number)}",
        StreamArgument stream => $"{name}: {Key(stream, names)}",
        _ => throw new InvalidOperationException(parameter.Type),
    };

    /// <summary>A stream has a key for each iteration of the loops around it.</summary>
    private string Key(StreamArgument stream, OperandNames names) => _positions.Aggregate(
        $"RandomKey.Of(seed, step, {names.Stream(stream.Stream)})", (key, position) => $"RandomKey.At({key}, {position})");

    /// <summary>A pointer, so many elements on.</summary>
    public static string Offset(string pointer, Dim offset) => offset == Dim.Zero ? pointer : $"{pointer} + {Parenthesized(offset)}";

    private static string Parenthesized(Dim offset) => offset.IsConstant ? Literals.Size(offset) : $"({Literals.Size(offset)})";
}
