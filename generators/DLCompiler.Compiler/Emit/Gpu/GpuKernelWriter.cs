using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>
/// Writes a loop nest as what one thread does: a map's point, or a thread's share of an item that a team reduces, whose reduced
/// axes are walked as one.
/// </summary>
internal sealed class GpuKernelWriter
{
    /// <summary>A kernel stands in a namespace, a class and a struct.</summary>
    private const int Margin = 3 * CodeWriter.IndentSize;

    private readonly LoopKernel _kernel;
    private readonly KernelParameters _parameters;
    private readonly GpuExpressionWriter _expressions;
    private readonly GpuLaunchKind? _kind;

    private GpuKernelWriter(LoopKernel kernel)
    {
        _kernel = kernel;
        _kind = kernel.IsEpilogue ? null : GpuLaunch.Of(kernel).Kind;
        _parameters = new KernelParameters([
            .. KernelWords.All,
            .. kernel.Body.All().OfType<Let>().Select(l => l.Local.Name),
            .. kernel.Body.All().OfType<Finish>().Select(f => f.Local.Name),
            .. kernel.Body.All().OfType<Begin>().Select(b => b.Accumulator.Name)]);
        _expressions = new GpuExpressionWriter(_parameters);
        _expressions.Bind(kernel.Vector.Index, kernel.Vector.Name);
        foreach (var loop in kernel.Body.All().OfType<Loop>()) _expressions.Bind(loop.Axis.Index, loop.Axis.Name);
    }

    public static KernelCode Write(LoopKernel kernel)
    {
        var writer = new GpuKernelWriter(kernel);
        string body = writer.Body();
        string type = writer._kind switch { null => "IEpilogue", GpuLaunchKind.Map => "IMap", _ => "IRows" };
        return new KernelCode(body, writer._parameters.List, type);
    }

    private string Body()
    {
        var code = new CodeWriter(Margin);
        string item = _kernel.Rows.Count == 0 ? _kernel.Vector.Name : _kind == GpuLaunchKind.Rows ? "row" : "item";
        string head = _kind switch
        {
            null => "public void Apply(float value, int outer, int inner, int row, int column)",
            GpuLaunchKind.Map => $"public void Run(int {item})",
            _ => $"public void Run<T>(int {item}, T team) where T : struct, ITeam",
        };
        using (code.Block(head))
        {
            bool isNested = _kind is GpuLaunchKind.Map or GpuLaunchKind.Columns;
            if (isNested && item == "item") DecodeItem(code);
            foreach (var group in _kernel.Rows) Decode(group.Name, group.Axes, code);
            Write(isNested ? ((Loop)_kernel.Body[0]).Body : _kernel.Body, code, isOnce: _kind is GpuLaunchKind.Rows or GpuLaunchKind.Columns);
        }

        return code.ToString();
    }

    /// <summary>Neighbouring items are neighbours along the vector axis.</summary>
    private void DecodeItem(CodeWriter code)
    {
        string columns = Extent(_kernel.Vector);
        code.Line($"int {_kernel.Vector.Name} = item % {columns};");
        if (_kernel.Rows[0].Axes.Count > 0) code.Line($"int row = item / {columns};");
    }

    /// <summary>The indices that a flattened index stands for.</summary>
    private void Decode(string index, IReadOnlyList<LoopAxis> axes, CodeWriter code)
    {
        if (axes.Count == 1) _expressions.Bind(axes[0].Index, index);
        if (axes.Count <= 1) return;
        string rest = index;
        for (int a = axes.Count - 1; a >= 0; a--)
        {
            var axis = axes[a];
            _expressions.Bind(axis.Index, axis.Name);
            if (a == 0)
            {
                code.Line($"int {axis.Name} = {rest};");
                break;
            }

            string count = Extent(axis);
            code.Line($"int {axis.Name} = {rest} % {count};");
            rest = $"{rest} / {count}";
        }
    }

    /// <param name="body">The statements.</param>
    /// <param name="code">Where to.</param>
    /// <param name="isOnce">Whether all threads of a team are there, one of which is to write.</param>
    private void Write(EquatableArray<Statement> body, CodeWriter code, bool isOnce)
    {
        Statement? before = null;
        foreach (var statement in body)
        {
            bool isStage = statement is Begin && before is not null and not Begin;
            if (isStage || (before is Loop && statement is not Finish)) code.Line();
            before = statement;
            switch (statement)
            {
                case Let let: code.Line($"float {GpuExpressionWriter.Name(let.Local)} = {_expressions.Text(let.Value)};"); break;
                case Write write: code.Line((isOnce ? "if (team.IsFirst) " : "") + _expressions.Write(write)); break;
                case Begin begin: code.Line($"float {begin.Accumulator.Name} = {Neutral(begin.Accumulator)};"); break;
                case Accumulate accumulate: code.Line(Combined(accumulate)); break;
                case Finish finish:
                    string accumulator = finish.Accumulator.Name;
                    code.Line($"float {GpuExpressionWriter.Name(finish.Local)} = team.{finish.Accumulator.Combine}({accumulator});");
                    break;
                case Loop loop: WriteLoop(loop, code); break;
            }
        }
    }

    /// <summary>A nest over the reduced axes as one loop, of which each thread of the team takes its share.</summary>
    private void WriteLoop(Loop loop, CodeWriter code)
    {
        var axes = new List<LoopAxis> { loop.Axis };
        while (loop.Body.Count == 1 && loop.Body[0] is Loop inner)
        {
            loop = inner;
            axes.Add(inner.Axis);
        }

        string index = axes.Count == 1 ? axes[0].Name : "k";
        string count = string.Join(" * ", axes.Select(Extent));
        using var body = code.Block($"for (int {index} = team.First; {index} < {count}; {index} += team.Step)");
        Decode(index, axes, code);
        Write(loop.Body, code, isOnce: false);
    }

    private string Combined(Accumulate accumulate)
    {
        string name = accumulate.Accumulator.Name, value = _expressions.Text(accumulate.Value);
        return accumulate.Accumulator.Combine switch
        {
            Combine.Max => $"{name} = DeviceMath.Maximum({name}, {value});",
            Combine.Min => $"{name} = DeviceMath.Minimum({name}, {value});",
            _ => $"{name} += {value};",
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
