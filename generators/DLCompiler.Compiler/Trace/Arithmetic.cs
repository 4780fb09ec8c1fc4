using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tracing;

/// <summary>C#'s operators on what is known before the kernels run: sizes, numbers, truth values, texts.</summary>
internal static class Arithmetic
{
    /// <exception cref="ShapeException">The values have no such operator, or the result is not constant.</exception>
    public static Value Binary(string name, Value left, Value right) => (left, right) switch
    {
        (SizeValue a, SizeValue b) => OnSizes(name, a.Size, b.Size),
        (BoolValue a, BoolValue b) => new BoolValue(OnFlags(name, a.Value, b.Value)),
        (TextValue a, TextValue b) => OnTexts(name, a.Text, b.Text),
        (NullValue, _) or (_, NullValue) => OnNulls(name, left is NullValue == right is NullValue),
        _ when left.AsScalar() is { } a && right.AsScalar() is { } b => OnScalars(name, a, b),
        _ => throw Unsupported(name),
    };

    public static Value Unary(string name, Value value) => (name, value) switch
    {
        ("Plus", _) => value,
        ("Negate", SizeValue size) => new SizeValue(-size.Size),
        ("Negate", ScalarValue scalar) => new ScalarValue(-scalar.Scalar),
        ("Not", BoolValue flag) => new BoolValue(!flag.Value),
        _ => throw Unsupported(name),
    };

    /// <summary>A function of Math or MathF.</summary>
    public static Value Math(string function, IReadOnlyList<Value> arguments)
    {
        if (arguments.All(a => a is SizeValue))
        {
            var sizes = arguments.Select(a => ((SizeValue)a).Size).ToList();
            switch (function)
            {
                case "Max": return new SizeValue(Dim.Max(sizes[0], sizes[1]));
                case "Min": return new SizeValue(Dim.Min(sizes[0], sizes[1]));
                case "Abs" when sizes[0].AtLeast(0): return arguments[0];
                case "Clamp": return new SizeValue(Dim.Max(sizes[1], Dim.Min(sizes[0], sizes[2])));
                default: break;
            }
        }

        return new ScalarValue(
            Scalar.Call(function, [.. arguments.Select(a => a.AsScalar() ?? throw Unsupported(function))]));
    }

    /// <summary>A conversion to a number type by its C# name; other types keep the value as it is.</summary>
    public static Value Convert(string type, Value value) => (type, value) switch
    {
        ("float" or "double", SizeValue size) => new ScalarValue(size.Size),
        ("int" or "long", ScalarValue { Scalar.Constant: { } number }) => new SizeValue((long)number),
        ("int" or "long", ScalarValue) => throw NotConstant("the number that is converted to an integer"),
        _ => value,
    };

    private static Value OnSizes(string name, Dim a, Dim b) => name switch
    {
        "Add" => Fitting(a + b),
        "Subtract" => Fitting(a - b),
        "Multiply" => Fitting(a * b),
        "Divide" => new SizeValue(SizeMath.Divide(a, b)),
        "Remainder" => new SizeValue(SizeMath.Remainder(a, b)),
        "Less" => Compare(a, "<", b),
        "LessEqual" => Compare(a, "<=", b),
        "Greater" => Compare(a, ">", b),
        "GreaterEqual" => Compare(a, ">=", b),
        "Equal" => Compare(a, "==", b),
        "NotEqual" => Compare(a, "!=", b),
        _ when a.IsConstant && b.IsConstant => new SizeValue(OnBits(name, a.Constant, b.Constant)),
        _ => throw Unsupported(name),
    };

    private static BoolValue Compare(Dim a, string comparison, Dim b) =>
        new(new Condition(a, comparison, b).Holds ?? throw NotConstant($"the comparison of {a} with {b}"));

    /// <summary>C# would wrap around, or throw where arithmetic is checked.</summary>
    private static SizeValue Fitting(Dim result) =>
        !result.IsConstant || result.Constant is >= int.MinValue and <= int.MaxValue
            ? new SizeValue(result)
            : throw new ShapeException("DLC1012", $"{result} does not fit into an int");

    private static long OnBits(string name, long a, long b) => name switch
    {
        "LeftShift" => a << (int)b,
        "RightShift" => a >> (int)b,
        "And" => a & b,
        "Or" => a | b,
        "ExclusiveOr" => a ^ b,
        _ => throw Unsupported(name),
    };

    private static Value OnScalars(string name, Scalar a, Scalar b) => name switch
    {
        "Add" => new ScalarValue(a + b),
        "Subtract" => new ScalarValue(a - b),
        "Multiply" => new ScalarValue(a * b),
        "Divide" => new ScalarValue(a / b),
        _ when a.Constant is { } x && b.Constant is { } y => OnNumbers(name, x, y),
        _ => throw NotConstant($"the comparison of {a} with {b}"),
    };

    private static Value OnNumbers(string name, double a, double b) => name switch
    {
        "Remainder" => new ScalarValue(a % b),
        "Less" => new BoolValue(a < b),
        "LessEqual" => new BoolValue(a <= b),
        "Greater" => new BoolValue(a > b),
        "GreaterEqual" => new BoolValue(a >= b),
        "Equal" => new BoolValue(a == b),
        "NotEqual" => new BoolValue(a != b),
        _ => throw Unsupported(name),
    };

    private static bool OnFlags(string name, bool a, bool b) => name switch
    {
        "AndAlso" or "And" => a && b,
        "OrElse" or "Or" => a || b,
        "ExclusiveOr" or "NotEqual" => a != b,
        "Equal" => a == b,
        _ => throw Unsupported(name),
    };

    private static Value OnTexts(string name, string a, string b) => name switch
    {
        "Add" => new TextValue(a + b),
        "Equal" => new BoolValue(a == b),
        "NotEqual" => new BoolValue(a != b),
        _ => throw Unsupported(name),
    };

    private static BoolValue OnNulls(string name, bool same) => name switch
    {
        "Equal" => new BoolValue(same),
        "NotEqual" => new BoolValue(!same),
        _ => throw Unsupported(name),
    };

    private static ShapeException NotConstant(string what) =>
        new("DLC0010", $"{what} must be known when the network is compiled");

    private static ShapeException Unsupported(string name) =>
        new("DLC0002", $"'{name}' cannot be computed from these values when the network is compiled");
}
