using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tests.Shapes;

/// <summary>
/// Random dimensions, each built twice: as a <see cref="Dim"/> and as a function of the symbols' values that does the
/// same arithmetic on numbers.
/// </summary>
internal sealed class RandomDims(int seed)
{
    private static readonly string[] Names = ["N", "T", "D"];

    private readonly Random _random = new(seed);

    /// <summary>A dimension and what it must evaluate to.</summary>
    public (Dim Dim, Func<Func<string, long>, long> Value) Next(int depth = 3)
    {
        if (depth == 0 || _random.Next(5) == 0) return Leaf();
        var (a, x) = Next(depth - 1);
        var (b, y) = Next(depth - 1);
        switch (_random.Next(6))
        {
            case 0: return (a + b, s => x(s) + y(s));
            case 1: return (a - b, s => x(s) - y(s));
            case 2: return (a * b, s => x(s) * y(s));
            case 3: return (Dim.Max(a, b), s => Math.Max(x(s), y(s)));
            case 4: return (Dim.Min(a, b), s => Math.Min(x(s), y(s)));
            default:
                var (divisor, z) = Divisor();
                return (Dim.FloorDiv(a, divisor), s => FloorDiv(x(s), z(s)));
        }
    }

    /// <summary>Values of at least 1 for the symbols.</summary>
    public Func<string, long> Binding()
    {
        var values = Names.ToDictionary(n => n, _ => (long)_random.Next(1, 9));
        return name => values[name];
    }

    private static long FloorDiv(long a, long b) => (long)Math.Floor((decimal)a / b);

    private (Dim Dim, Func<Func<string, long>, long> Value) Leaf()
    {
        if (_random.Next(2) == 0)
        {
            string name = Names[_random.Next(Names.Length)];
            return (Dim.Symbol(name), s => s(name));
        }

        long constant = _random.Next(-3, 7);
        return (constant, _ => constant);
    }

    /// <summary>Something that is never 0: a constant, or a symbol and more.</summary>
    private (Dim Dim, Func<Func<string, long>, long> Value) Divisor()
    {
        long constant = _random.Next(1, 5);
        if (_random.Next(2) == 0) return (constant, _ => constant);
        string name = Names[_random.Next(Names.Length)];
        return (Dim.Symbol(name) * constant, s => s(name) * constant);
    }
}
