using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>
/// Writes a loop nest as a struct with one generic method for all vector widths. The body of a vector loop is a method of its
/// own, called with a constant full number of lanes, which the JIT folds, and once more with what is left.
/// </summary>
internal sealed class CpuKernelWriter
{
    // The JIT inlines up to a budget, and what comes after that is a call of every single operation. Two such functions,
    // each in a loop and behind it, are within it.
    private const int MaxInlined = 2;

    private const string Constraint = "where V : struct, ISimd<V>";

    /// <summary>A kernel stands in a namespace, a class and a struct.</summary>
    private const int Margin = 3 * CodeWriter.IndentSize;

    private readonly LoopKernel _kernel;
    private readonly KernelParameters _parameters;
    private readonly ExpressionWriter _expressions;
    private readonly List<Pointer> _scratches;
    private readonly List<CodeWriter> _passes = [];
    private readonly bool _combinesLanes;

    private CpuKernelWriter(LoopKernel kernel)
    {
        _kernel = kernel;
        _scratches = [.. kernel.Body.Pointers().Where(p => p.Scratch is not null).Distinct()];
        _combinesLanes = kernel.Body.Any(s => s is Finish { Across: true });
        _parameters = new KernelParameters([
            .. KernelWords.All,
            .. kernel.Body.All().OfType<Let>().Select(l => l.Local.Name),
            .. kernel.Body.All().OfType<Finish>().Select(f => f.Local.Name),
            .. kernel.Body.All().OfType<Begin>().Select(b => b.Accumulator.Name),
            .. _scratches.Select(s => s.Name)]);
        bool outlines = kernel.Body.Expressions().OfType<Call>()
            .Count(c => ElementwiseCost.Of(c.Function) >= ElementwiseCost.Transcendental) > MaxInlined;
        _expressions = new ExpressionWriter(kernel.Vector, _parameters, outlines);
        _expressions.Bind(kernel.Vector.Index, kernel.Vector.Name);
        foreach (var loop in kernel.Body.All().OfType<Loop>()) _expressions.Bind(loop.Axis.Index, loop.Axis.Name);
    }

    public static KernelCode Write(LoopKernel kernel)
    {
        var writer = new CpuKernelWriter(kernel);
        string body = kernel.IsEpilogue ? writer.Epilogue() : writer.Kernel();
        return new KernelCode(body, writer._parameters.List, kernel.IsEpilogue ? "IEpilogue" : "IKernel");
    }

    private string Epilogue()
    {
        var code = new CodeWriter(Margin);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block($"public void Apply<V>(V value, nint outer, nint inner, nint row, nint column, nint lanes)\n    {Constraint}"))
        {
            foreach (var group in _kernel.Rows) Decode(group, code);
            Write(_kernel.Body, code);
        }

        return code.ToString();
    }

    private string Kernel()
    {
        var code = new CodeWriter(Margin);
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block($"public void Run<V>(nint start, nint end) {Constraint}"))
        {
            for (int s = 0; s < _scratches.Count; s++)
            {
                string length = _parameters.Size(_scratches[s].Scratch!, "rowLength");
                code.Line($"var {_scratches[s].Name} = RowScratch.Get({s}, {length}{(_scratches[s].HoldsVectors ? " * V.Count" : "")});");
            }

            if (_kernel.Rows.Count == 0) WriteAll(code);
            else WriteRows(code);
        }

        return string.Join("\n", [code.ToString(), .. _passes.Select(p => p.ToString())]);
    }

    private void WriteRows(CodeWriter code)
    {
        using var rows = code.Block("for (nint row = start; row < end; row++)");
        Decode(_kernel.Rows[0], code);
        WriteAll(code);
    }

    private void WriteAll(CodeWriter code)
    {
        if (_kernel.Body.All().OfType<Loop>().Any(l => l.Kind != LoopKind.Serial)) code.Line($"nint {_kernel.Vector.Name};");
        Write(_kernel.Body, code);
    }

    /// <summary>Statements, with a blank line before each stage but the first, and after each block.</summary>
    private void Write(EquatableArray<Statement> body, CodeWriter code)
    {
        Statement? before = null;
        foreach (var statement in body)
        {
            bool isSilent = statement is Finish { Across: false };
            bool isStage = statement is Begin && before is not null and not Begin;
            if (!isSilent && (isStage || before is Loop { Kind: LoopKind.Serial })) code.Line();
            Write(statement, code);
            if (!isSilent) before = statement;
        }
    }

    /// <summary>The indices that a flattened index stands for.</summary>
    private void Decode(AxisGroup group, CodeWriter code)
    {
        if (group.Axes.Count == 1) _expressions.Bind(group.Axes[0].Index, group.Name);
        if (group.Axes.Count <= 1) return;
        string rest = group.Name;
        for (int a = group.Axes.Count - 1; a >= 0; a--)
        {
            var axis = group.Axes[a];
            _expressions.Bind(axis.Index, axis.Name);
            if (a == 0)
            {
                code.Line($"nint {axis.Name} = {rest};");
                break;
            }

            string count = _parameters.Size(axis.Extent, axis.Name + "Count");
            code.Line($"nint {axis.Name} = {rest} % {count};");
            rest = $"{rest} / {count}";
        }
    }

    private void Write(Statement statement, CodeWriter code)
    {
        switch (statement)
        {
            case Let let: code.Line($"var {_expressions.Name(let.Local)} = {_expressions.Text(let.Value)};"); break;
            case Write write: code.Line(_expressions.Write(write)); break;
            case Begin begin: code.Line($"var {begin.Accumulator.Name} = V.Create({Neutral(begin.Accumulator)});"); break;
            case Accumulate accumulate: code.Line(Combined(accumulate)); break;
            case Finish { Across: true } finish:
                code.Line(
                    $"var {_expressions.Name(finish.Local)} = V.Create(V.{finish.Accumulator.Combine}({finish.Accumulator.Name}));");
                break;
            case Finish finish: _expressions.Rename(finish.Local, finish.Accumulator.Name); break;
            case Loop { Kind: LoopKind.Serial } loop:
                string name = loop.Axis.Name;
                using (code.Block($"for (nint {name} = 0; {name} < {Extent(loop.Axis)}; {name}++)")) Write(loop.Body, code);
                break;
            case Loop loop: WriteVectorLoop(loop, code); break;
        }
    }

    private void WriteVectorLoop(Loop loop, CodeWriter code)
    {
        string axis = loop.Axis.Name;
        var (first, end) = loop.Kind == LoopKind.ParallelVector ? ("start", "end") : ("0", Extent(loop.Axis));
        var captured = CapturedVariables.Of(loop, _expressions);
        string pass = $"Pass{_passes.Count + 1}<V>";
        string arguments = string.Concat(captured.Select(c => c.Argument + ", "));
        code.Line($"for ({axis} = {first}; {axis} <= {end} - V.Count; {axis} += V.Count)");
        using (code.Indent()) code.Line($"{pass}({arguments}{axis}, V.Count);");
        code.Line($"if ({axis} < {end})");
        using (code.Indent()) code.Line($"{pass}({arguments}{axis}, {end} - {axis});");

        var method = new CodeWriter(Margin);
        _passes.Add(method);
        if (!loop.Body.Any(s => s is Loop)) method.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        string declarations = string.Concat(captured.Select(c => c.Declaration + ", "));
        using var body = method.Block($"private void {pass}({declarations}nint {axis}, nint lanes)\n    {Constraint}");
        Write(loop.Body, method);
    }

    /// <summary>The lanes beyond the last element must not count where lanes are combined; else they are never stored.</summary>
    private string Combined(Accumulate accumulate)
    {
        var accumulator = accumulate.Accumulator;
        string value = _expressions.Text(accumulate.Value);
        if (_combinesLanes) value = $"V.Keep({value}, lanes, {Neutral(accumulator)})";
        return accumulator.Combine switch
        {
            Combine.Max => $"{accumulator.Name} = V.Maximum({accumulator.Name}, {value});",
            Combine.Min => $"{accumulator.Name} = V.Minimum({accumulator.Name}, {value});",
            _ => $"{accumulator.Name} += {value};",
        };
    }

    private static string Neutral(Accumulator accumulator) => accumulator.Combine switch
    {
        Combine.Max => "float.NegativeInfinity",
        Combine.Min => "float.PositiveInfinity",
        _ => "0f",
    };

    private string Extent(LoopAxis axis) =>
        _parameters.Size(axis.Extent, axis == _kernel.Vector && axis.Name == "column" ? "columns" : axis.Name + "Count");
}
