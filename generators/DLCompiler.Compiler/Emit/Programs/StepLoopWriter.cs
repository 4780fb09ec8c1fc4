using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>
/// Writes a loop over steps as a static method that is passed the memory it uses: what runs before the first step, then
/// the kernels of a step. Scans that differ only in where their values lie share one method.
/// </summary>
internal sealed class StepLoopWriter
{
    private readonly StepLoop _loop;
    private readonly KernelCallWriter _start;
    private readonly KernelCallWriter _step;
    private readonly List<(string Type, string Name, Node Node)> _pointers = [];
    private readonly List<(string Name, int Stream)> _streams = [];
    private readonly Dictionary<Node, string> _byNode = [];
    private readonly Dictionary<Kernel, string> _packed = [];
    private readonly Names _names;
    private readonly StoragePlan _storages;
    private readonly RunMethod _method;

    /// <param name="name">What the method is called.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="context">What every method of the program may be passed.</param>
    /// <param name="positions">The positions of the loops around it, outermost first.</param>
    /// <param name="calls">Makes the writer of the kernels at some positions.</param>
    /// <param name="methods">Where the method goes.</param>
    /// <param name="storages">What values are stored as.</param>
    public StepLoopWriter(
        string name,
        StepLoop loop,
        IReadOnlyList<(string Type, string Name)> context,
        IReadOnlyList<string> positions,
        Func<KernelProgram, IReadOnlyList<string>, KernelCallWriter> calls,
        RunMethods methods,
        StoragePlan storages)
    {
        _storages = storages;
        _loop = loop;
        _start = calls(loop.Start, positions);
        _step = calls(loop.Step, [.. positions, loop.Position]);
        _names = new Names([.. context.Select(c => c.Name), .. positions, loop.Position]);
        var body = new CodeWriter(RunMethods.Margin + CodeWriter.IndentSize);
        Write(body);
        string summary = loop.Scan.Reverse ? "The steps of a scan, the last one first." : "The steps of a scan.";
        (string, string)[] candidates =
        [
            .. _pointers.Select(p => (p.Type, p.Name)),
            .. _streams.Select(s => ("int", s.Name)),
            .. context,
            .. positions.Select(p => ("nint", p)),
        ];
        _method = methods.Use(name, summary, candidates, body.ToString(), out bool isNew);
        Written = [.. _start.Written, .. _step.Written, .. isNew ? [_method] : Array.Empty<RunMethod>()];
    }

    public bool UsesRandom => _start.UsesRandom || _step.UsesRandom;

    /// <summary>The methods that nobody has written yet.</summary>
    public IReadOnlyList<RunMethod> Written { get; }

    public KernelCall Call(OperandNames names)
    {
        var pointers = _pointers.ToDictionary(p => p.Name, p => p.Node, StringComparer.Ordinal);
        var streams = _streams.ToDictionary(s => s.Name, s => s.Stream, StringComparer.Ordinal);
        return new KernelCall($"{_method.Name}(",
        [
            .. _method.Parameters.Select(p => pointers.TryGetValue(p.Name, out var node) ? names.Pointer(node)
                : streams.TryGetValue(p.Name, out int stream) ? names.Stream(stream)
                : p.Name),
        ]);
    }

    private void Write(CodeWriter code)
    {
        string at = _loop.Position, steps = Literals.Size(_loop.Scan.Steps);
        var pairs = _loop.Alternating.Select(p => (First: Pointer(p.First), Second: Pointer(p.Second))).ToList();
        if (StartsInSecond() is { } condition)
        {
            foreach (var (first, second) in pairs)
            {
                code.Line($"// {first} alternates between two places, so that the last one is in the first.");
                code.Line($"{condition}({first}, {second}) = ({second}, {first});");
                code.Line();
            }
        }

        WriteKernels(code, _loop.Start, _start);
        if (_loop.Start.Kernels.Count > 0) code.Line();
        PackOperands(code);
        using var body = code.Block(_loop.Scan.Reverse
            ? $"for (nint {at} = {Literals.Size(_loop.Scan.Steps - 1)}; {at} >= 0; {at}--)"
            : $"for (nint {at} = 0; {at} < {steps}; {at}++)");
        WriteKernels(code, _loop.Step, _step);
        foreach (var (first, second) in pairs) code.Line($"({first}, {second}) = ({second}, {first});");
    }

    /// <summary>
    /// When the states before the first step lie in the second place: after an odd number of steps. Null for never.
    /// </summary>
    private string? StartsInSecond()
    {
        var steps = _loop.Scan.Steps;
        if (steps.IsConstant) return steps.Constant % 2 == 1 ? "" : null;
        string count = steps.SymbolName is null ? $"({Literals.Size(steps)})" : Literals.Size(steps);
        return $"if ({count} % 2 == 1) ";
    }

    /// <summary>What all steps multiply by is packed once, before them.</summary>
    private void PackOperands(CodeWriter code)
    {
        if (!_step.Packs) return;
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kernel in _loop.Step.Kernels.Where(k => k.Product?.Op is MatMul))
        {
            var shape = _step.PlanOf(kernel).Shape;
            if (shape.Batch.Count > 0 || !IsTheSameInAllSteps(shape.B)) continue;
            string call = ProductWriter.Pack(shape, Pointer);
            if (!known.TryGetValue(call, out string? name))
            {
                string operand = Pointer(shape.B.Node);
                known[call] = name = _names.Unique("packed" + char.ToUpperInvariant(operand[0]) + operand.Substring(1));
                code.Line($"using var {name} = {call};");
            }

            _packed[kernel] = name;
        }

        if (known.Count > 0) code.Line();
    }

    /// <summary>Whether the loop reads it from outside, at a place that does not depend on the position.</summary>
    private bool IsTheSameInAllSteps(Read read)
    {
        bool isOutside = read.Node.Op is Stored && !_loop.Results.Contains(_loop.Memory[read.Node]);
        return isOutside && !read.Access.Linear.Offset.Symbols().Contains(_loop.Position);
    }

    private void WriteKernels(CodeWriter code, KernelProgram program, KernelCallWriter calls)
    {
        var names = new OperandNames(Pointer, Stream) { Packed = k => _packed.TryGetValue(k, out string? name) ? name : null };
        bool isFirst = true;
        foreach (var kernel in program.Kernels)
        {
            if (!isFirst) code.Line();
            isFirst = false;
            var results = kernel.Stores.Select(store =>
            {
                var (shape, origin) = KernelCallWriter.Describe(store, kernel);
                return (Pointer(store.Target), shape.ToString(), origin);
            });
            KernelCallWriter.WriteResults(code, results, calls.Work(kernel)?.ToCode());
            calls.Call(kernel, names).Write(code);
        }
    }

    private string Pointer(Node node)
    {
        while (_loop.Memory.TryGetValue(node, out var outside)) node = outside;
        if (!_byNode.TryGetValue(node, out string? name))
        {
            _byNode[node] = name = Literals.Identifier(_names.Unique(NodeName.Of(node)));
            _pointers.Add((Literals.Pointer(node.Type.DType, _storages[node]), name, node));
        }

        return name;
    }

    private string Stream(int stream)
    {
        foreach (var (known, number) in _streams)
        {
            if (number == stream) return known;
        }

        string name = _names.Unique("stream");
        _streams.Add((name, stream));
        return name;
    }
}
