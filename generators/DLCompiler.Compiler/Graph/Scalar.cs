using System.Globalization;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Graphs;

/// <summary>
/// A number known before the kernels run: a constant, a size, or arithmetic on them, as in <c>1 / MathF.Sqrt(D)</c>.
/// Value-equal.
/// </summary>
public abstract record Scalar
{
    public static implicit operator Scalar(double value) => new ScalarConstant(value);

    public static implicit operator Scalar(Dim size) =>
        size.IsConstant ? new ScalarConstant(size.Constant) : new ScalarSize(size);

    public static Scalar operator +(Scalar a, Scalar b) =>
        a.Constant == 0 ? b : b.Constant == 0 ? a : Binary("+", a, b, (x, y) => x + y);

    public static Scalar operator -(Scalar a, Scalar b) => Binary("-", a, b, (x, y) => x - y);

    public static Scalar operator *(Scalar a, Scalar b) => (a, b) switch
    {
        (ScalarConstant { Value: 1 }, _) => b,
        (_, ScalarConstant { Value: 1 }) => a,
        (not ScalarConstant, ScalarConstant) => b * a,
        (ScalarConstant, ScalarBinary { Operator: "*" or "/", Left: ScalarConstant } inner) =>
            new ScalarBinary(inner.Operator, a * inner.Left, inner.Right),
        _ => Binary("*", a, b, (x, y) => x * y),
    };

    public static Scalar operator /(Scalar a, Scalar b) => Binary("/", a, b, (x, y) => x / y);

    public static Scalar operator -(Scalar a) => -1 * a;

    /// <summary>The value, where no size that varies is in it.</summary>
    public double? Constant => (this as ScalarConstant)?.Value;

    /// <summary>
    /// A function of <see cref="Math"/> by its name: Sqrt, Log, Exp, Pow, Abs, Min, Max, Floor, Ceiling, Sin, Cos.
    /// </summary>
    public static Scalar Call(string function, params Scalar[] arguments)
    {
        var call = new ScalarCall(function, arguments.ToEquatableArray());
        bool isConstant = arguments.All(a => a.Constant is not null);
        return isConstant ? call.Evaluate(_ => throw new InvalidOperationException()) : call;
    }

    /// <summary>The value under a binding of the symbols.</summary>
    public abstract double Evaluate(Func<string, long> sizes);

    private static Scalar Binary(string op, Scalar a, Scalar b, Func<double, double, double> fold) =>
        a.Constant is { } x && b.Constant is { } y ? fold(x, y) : new ScalarBinary(op, a, b);
}

/// <summary>A constant.</summary>
public sealed record ScalarConstant(double Value) : Scalar
{
    public override double Evaluate(Func<string, long> sizes) => Value;

    public override string ToString() => Value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A size, as a number.</summary>
public sealed record ScalarSize(Dim Size) : Scalar
{
    public override double Evaluate(Func<string, long> sizes) => Size.Evaluate(sizes);

    public override string ToString() => Size.ToString();
}

/// <summary>One of + − * / on two scalars.</summary>
public sealed record ScalarBinary(string Operator, Scalar Left, Scalar Right) : Scalar
{
    public override double Evaluate(Func<string, long> sizes)
    {
        double a = Left.Evaluate(sizes), b = Right.Evaluate(sizes);
        return Operator switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a / b };
    }

    public override string ToString() => $"({Left} {Operator} {Right})";
}

/// <summary>A function of <see cref="Math"/>.</summary>
public sealed record ScalarCall(string Function, EquatableArray<Scalar> Arguments) : Scalar
{
    public override double Evaluate(Func<string, long> sizes)
    {
        double x = Arguments[0].Evaluate(sizes), y = Arguments.Count > 1 ? Arguments[1].Evaluate(sizes) : 0;
        return Function switch
        {
            "Sqrt" => Math.Sqrt(x),
            "Log" => Math.Log(x),
            "Exp" => Math.Exp(x),
            "Abs" => Math.Abs(x),
            "Sin" => Math.Sin(x),
            "Cos" => Math.Cos(x),
            "Tanh" => Math.Tanh(x),
            "Floor" => Math.Floor(x),
            "Ceiling" => Math.Ceiling(x),
            "Pow" => Math.Pow(x, y),
            "Min" => Math.Min(x, y),
            "Max" => Math.Max(x, y),
            _ => throw new InvalidOperationException($"No scalar function is called {Function}."),
        };
    }

    public override string ToString() => $"{Function}({string.Join(", ", Arguments)})";
}
