using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;
using FsCheck.Xunit;

namespace DLCompiler.Compiler.Tests.Shapes;

public class DimTests
{
    private static readonly Dim N = Dim.Symbol("N");
    private static readonly Dim T = Dim.Symbol("T");

    [Fact]
    public void Estimates_divide_by_nothing()
    {
        Assert.Equal((3, 1), (N + 2 * T).EvaluateAlike());
        Assert.Equal((3, 3), Dim.FloorDiv(T, Dim.FloorDiv(N, 3)).EvaluateAlike());
    }

    [Fact]
    public void Rounding_up_to_a_multiple_adds_no_less_than_nothing()
    {
        var missing = 4 - Dim.Mod(T, 4);
        Assert.True(missing.AtLeast(1));
        Assert.False(missing.AtLeast(2));
        Assert.True(Dim.Mod(missing, 4).AtLeast(0));
        Assert.True(((T + 3) - 4 * Dim.FloorDiv(T + 3, 4)).AtLeast(0));
        Assert.Equal("-T+4*(T/4)+4", missing.ToString());
        Assert.Equal(missing, DimParser.Parse(missing.ToString()));
        Assert.Equal(N * Dim.FloorDiv(T, 4), DimParser.Parse((N * Dim.FloorDiv(T, 4)).ToString()));
    }

    /// <summary>But for quotients that the user may not write: of what may be negative.</summary>
    [Property(MaxTest = 2000)]
    public void What_is_printed_is_read_as_the_same(int seed)
    {
        var dim = new RandomDims(seed).Next().Dim;
        try
        {
            Assert.Equal(dim, DimParser.Parse(dim.ToString()));
        }
        catch (ShapeException e)
        {
            Assert.True(e.Rule == "DLC1013" || dim.ToString().Contains("max", StringComparison.Ordinal), e.Message);
        }
    }

    [Property(MaxTest = 2000)]
    public void Arithmetic_evaluates_like_numbers(int seed)
    {
        var dims = new RandomDims(seed);
        var (dim, value) = dims.Next();
        for (int i = 0; i < 5; i++)
        {
            var binding = dims.Binding();
            Assert.Equal(value(binding), dim.Evaluate(binding));
        }
    }

    [Property(MaxTest = 2000)]
    public void Proofs_hold_for_every_binding(int seed)
    {
        var dims = new RandomDims(seed);
        var (a, x) = dims.Next();
        var (b, y) = dims.Next(2);
        for (int i = 0; i < 10; i++)
        {
            var binding = dims.Binding();
            for (long bound = -2; bound <= 3; bound++)
                Assert.False(a.AtLeast(bound) && x(binding) < bound, $"{a} is {x(binding)}, below {bound}");
            Assert.False(a.ProvablyDiffers(b) && x(binding) == y(binding), $"{a} and {b} are both {x(binding)}");
            Assert.False(a == b && x(binding) != y(binding), $"{a} is {x(binding)} and {y(binding)}");
        }
    }

    [Property(MaxTest = 500)]
    public void A_quotient_times_its_divisor_is_the_dividend(int seed)
    {
        var dims = new RandomDims(seed);
        Dim a = dims.Next().Dim, b = dims.Next(1).Dim;
        if (b != Dim.Zero) Assert.Equal(a, (a * b).DivideExactly(b));
    }

    [Fact]
    public void Equal_polynomials_are_equal_and_print_alike()
    {
        Assert.Equal((N + 1) * (N - 1), (N * N) - 1);
        Assert.Equal("2*T+1", ((T * 2) + 1).ToString());
        Assert.Equal("N*T-3", ((T * N) - 3).ToString());
        Assert.Equal("0", (N - N).ToString());
    }

    [Fact]
    public void Division_splits_off_what_divides()
    {
        Assert.Equal("T", Dim.FloorDiv(T * N, N).ToString());
        Assert.Equal("N/2+T", Dim.FloorDiv((T * 2) + N, 2).ToString());
        Assert.Equal("T", Dim.FloorDiv((T * 2) + 1, 2).ToString());
        Assert.Equal("1", Dim.FloorDiv(N * 6, N * 4).ToString());
        Assert.Equal("T+1", Dim.CeilDiv((T * 2) + 1, 2).ToString());
        Assert.Equal(Dim.One, Dim.Mod((T * 2) + 1, 2));
        Assert.Throws<DivideByZeroException>(() => Dim.FloorDiv(N, 0));
    }

    [Fact]
    public void What_differs_is_told_from_what_may_differ()
    {
        Assert.True(N.ProvablyDiffers(N + 1));
        Assert.True((N * 2).ProvablyDiffers((T * 2) + 1));
        Assert.False(N.ProvablyDiffers(4));
        Assert.False(N.ProvablyDiffers(T));
        Assert.False(Dim.Min(T - 1, 1).AtLeast(1));
    }
}
