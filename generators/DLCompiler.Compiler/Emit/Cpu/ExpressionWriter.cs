using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Cpu;

/// <summary>Expressions of a loop nest as C# over vectors <c>V</c>: neighbours along the vector axis side by side.</summary>
/// <param name="vector">The vector axis.</param>
/// <param name="parameters">The kernel's parameters.</param>
/// <param name="outlines">Whether transcendental functions are called rather than inlined.</param>
internal sealed class ExpressionWriter(LoopAxis vector, KernelParameters parameters, bool outlines)
{
    private static readonly Dictionary<string, string> Operators = new(StringComparer.Ordinal)
    {
        ["Add"] = "+",
        ["Subtract"] = "-",
        ["Multiply"] = "*",
        ["Divide"] = "/",
    };

    private readonly Dictionary<int, string> _variables = [];
    private readonly Dictionary<Local, string> _renamed = [];

    /// <summary>Names the variable of an axis.</summary>
    public void Bind(int axis, string variable) => _variables[axis] = variable;

    /// <summary>Makes a local another name for a variable.</summary>
    public void Rename(Local local, string variable) => _renamed[local] = variable;

    public string Variable(int axis) => _variables[axis];

    /// <summary>The variable that holds a local.</summary>
    public string Name(Local local) =>
        _renamed.TryGetValue(local, out string? variable) ? variable : Literals.Identifier(local.Name);

    /// <summary>An affine index over the loop variables.</summary>
    public string Index(Affine index)
    {
        var parts = index.Terms.Select(t => t.Coefficient == Dim.One
            ? _variables[t.Axis]
            : $"{_variables[t.Axis]} * {parameters.Size(t.Coefficient, "stride")}").ToList();
        if (index.Offset != Dim.Zero) parts.Add(parameters.Size(index.Offset, "offset"));
        return parts.Count == 0 ? "0" : string.Join(" + ", parts);
    }

    public string Write(Write write)
    {
        string value = Text(write.Value), pointer = PointerName(write.Pointer), index = Index(write.Index);
        if (write.Pointer.HoldsVectors) return $"V.Store({value}, {pointer}, ({index}) * V.Count, V.Count);";
        var step = write.Index.Coefficient(vector.Index);
        if (step == Dim.One) return $"V.Store({value}, {pointer}, {index}, lanes);";
        if (step == Dim.Zero) return $"V.Store({value}, {pointer}, {index}, 1);";
        return $"V.StoreStrided({value}, {pointer}, {index}, {parameters.Size(step, "stride")}, lanes);";
    }

    public string Text(Expression expression) => Print(expression).Text;

    private static string Product => "value";

    /// <summary>The text, and whether it must be put in parentheses as an operand.</summary>
    private (string Text, bool IsSum) Print(Expression expression) => expression switch
    {
        Use use => (Name(use.Local), false),
        ProductValue => (Product, false),
        Number number => ($"V.Create({NumberText(number)})", false),
        Load load => (LoadText(load), false),
        Position position => (PositionText(position.Index), false),
        RandomValue random => (RandomText(random), false),
        Call call => PrintCall(call),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private (string Text, bool IsSum) PrintCall(Call call)
    {
        var arguments = call.Arguments;
        switch (call.Function)
        {
            case "Copy" or "Cast": return Print(arguments[0]);
            case "Negate": return ($"-{Operand(arguments[0])}", true);
            case "Add" when arguments[0] is Call { Function: "Multiply" } left: return (Fma(left, arguments[1]), false);
            case "Add" when arguments[1] is Call { Function: "Multiply" } right: return (Fma(right, arguments[0]), false);
        }

        return Operators.TryGetValue(call.Function, out string? op)
            ? ($"{Operand(arguments[0])} {op} {Operand(arguments[1])}", true)
            : ($"{Owner(call.Function)}.{call.Function}({string.Join(", ", arguments.Select(Text))})", false);
    }

    private string Owner(string function) =>
        outlines && ElementwiseCost.Of(function) >= ElementwiseCost.Transcendental ? "Outlined" : "V";

    private string Fma(Call product, Expression addend) =>
        $"V.Fma({Text(product.Arguments[0])}, {Text(product.Arguments[1])}, {Text(addend)})";

    private string Operand(Expression expression)
    {
        var (text, isSum) = Print(expression);
        return isSum ? $"({text})" : text;
    }

    private string NumberText(Number number) =>
        number.Value.Constant is { } constant ? Literals.Float((float)constant) : parameters.Number(number.Value);

    private string LoadText(Load load)
    {
        string pointer = PointerName(load.Pointer), index = Index(load.Index);
        if (load.Row is { } row)
        {
            if (row.Index.Coefficient(vector.Index) != Dim.Zero) return RowsText(load, row);
            index = $"{Scaled($"{PointerName(row.Indices)}[{Index(row.Index)}]", row.Stride)} + {index}";
        }

        if (load.Pointer.HoldsVectors) return $"V.Load({pointer}, ({index}) * V.Count, V.Count)";
        var step = load.Index.Coefficient(vector.Index);
        if (step == Dim.One) return $"V.Load({pointer}, {index}, lanes)";
        if (step == Dim.Zero) return $"V.Create({pointer}[{index}])";
        return $"V.LoadStrided({pointer}, {index}, {parameters.Size(step, "stride")}, lanes)";
    }

    /// <summary>Neighbours along the vector are in different rows.</summary>
    private string RowsText(Load load, RowIndex row)
    {
        string table = $"{PointerName(load.Pointer)} + {Operand(Index(load.Index))}";
        string rows = $"{PointerName(row.Indices)} + {Operand(Index(row.Index))}";
        string Step(Affine index) => parameters.Size(index.Coefficient(vector.Index), "stride");
        string stride = parameters.Size(row.Stride, "stride");
        return $"V.LoadIndirect({table}, {Step(load.Index)}, {rows}, {Step(row.Index)}, {stride}, lanes)";

        static string Operand(string sum) => sum.Contains(' ') ? $"({sum})" : sum;
    }

    private string Scaled(string index, Dim factor) =>
        factor == Dim.One ? index : $"{index} * {parameters.Size(factor, "stride")}";

    private string PositionText(Affine index)
    {
        var step = index.Coefficient(vector.Index);
        if (step == Dim.Zero) return $"V.Create({Index(index)})";
        if (step == Dim.One) return $"V.Iota({Index(index)})";
        return $"V.Fma(V.Iota(0), V.Create({parameters.Size(step, "stride")}), V.Create({Index(index)}))";
    }

    /// <summary>Fusion has seen to it that neighbours along the vector are neighbours in the stream.</summary>
    private string RandomText(RandomValue random) =>
        $"V.RandomUniform({parameters.Key(random.Stream)}, {Index(random.Index)}, lanes)";

    /// <summary>A buffer is a parameter of the kernel; scratch is a local of it.</summary>
    private string PointerName(Pointer pointer) => pointer.Scratch is null ? parameters.Pointer(pointer) : pointer.Name;
}
