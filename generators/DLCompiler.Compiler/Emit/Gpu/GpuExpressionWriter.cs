using DLCompiler.Compiler.Emit.Programs;
using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Loops;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit.Gpu;

/// <summary>Expressions of a loop nest as C# over floats, with 32-bit indices.</summary>
internal sealed class GpuExpressionWriter(KernelParameters parameters)
{
    private const int Sum = 1, Product = 2, Prefix = 3, Atom = 4;

    private readonly Dictionary<int, string> _variables = [];

    /// <summary>Names the variable of an axis.</summary>
    public void Bind(int axis, string variable) => _variables[axis] = variable;

    /// <summary>The variable that holds a local.</summary>
    public static string Name(Local local) => Literals.Identifier(local.Name);

    public string Write(Write write) => $"{parameters.Pointer(write.Pointer)}[{Index(write.Index)}] = {Text(write.Value)};";

    public string Text(Expression expression) => Print(expression).Text;

    /// <summary>The text, and how strongly it holds together.</summary>
    private (string Text, int Strength) Print(Expression expression) => expression switch
    {
        Use use => (Name(use.Local), Atom),
        ProductValue => ("value", Atom),
        Number number => NumberText(number),
        Load load => LoadText(load),
        Position position => ($"(float)({Index(position.Index)})", Prefix),
        RandomValue random => ($"DeviceMath.RandomUniform({parameters.Key(random.Stream)}, {Index(random.Index)})", Atom),
        Call call => PrintCall(call),
        _ => throw new InvalidOperationException(expression.GetType().Name),
    };

    private (string Text, int Strength) PrintCall(Call call)
    {
        var arguments = call.Arguments;
        return call.Function switch
        {
            "Copy" or "Cast" => Print(arguments[0]),
            "Negate" => ($"-{Operand(arguments[0], Atom)}", Prefix),
            "Add" => ($"{Operand(arguments[0], Sum)} + {Operand(arguments[1], Product)}", Sum),
            "Subtract" => ($"{Operand(arguments[0], Sum)} - {Operand(arguments[1], Product)}", Sum),
            "Multiply" => ($"{Operand(arguments[0], Product)} * {Operand(arguments[1], Prefix)}", Product),
            "Divide" => ($"{Operand(arguments[0], Product)} / {Operand(arguments[1], Prefix)}", Product),
            _ => ($"DeviceMath.{call.Function}({string.Join(", ", arguments.Select(Text))})", Atom),
        };
    }

    private string Operand(Expression expression, int least)
    {
        var (text, strength) = Print(expression);
        return strength < least ? $"({text})" : text;
    }

    private (string Text, int Strength) NumberText(Number number)
    {
        if (number.Value.Constant is not { } constant) return (parameters.Number(number.Value), Atom);
        string text = Literals.Float((float)constant);
        return (text, text.StartsWith("-", StringComparison.Ordinal) ? Prefix : Atom);
    }

    private (string Text, int Strength) LoadText(Load load)
    {
        string index = Index(load.Index);
        if (load.Row is { } row)
        {
            string chosen = $"{parameters.Pointer(row.Indices)}[{Index(row.Index)}]";
            string start = row.Stride == Dim.One ? chosen : $"{chosen} * {parameters.Size(row.Stride, "stride")}";
            index = index == "0" ? start : $"{start} + {index}";
        }

        string text = $"{parameters.Pointer(load.Pointer)}[{index}]";
        return load.Pointer.DType == DType.Int32 ? ($"(float){text}", Prefix) : (text, Atom);
    }

    /// <summary>An affine index over the loop variables.</summary>
    private string Index(Affine index)
    {
        var parts = index.Terms.Select(t => t.Coefficient == Dim.One
            ? _variables[t.Axis]
            : $"{_variables[t.Axis]} * {parameters.Size(t.Coefficient, "stride")}").ToList();
        if (index.Offset != Dim.Zero) parts.Add(parameters.Size(index.Offset, "offset"));
        return parts.Count == 0 ? "0" : string.Join(" + ", parts);
    }
}
