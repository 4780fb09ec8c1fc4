using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class ElementwiseTests
{
    private static readonly Tensor X = Vector(-2, -0.5, 0, 1, 3);

    [Fact]
    public void Piecewise_functions()
    {
        Equal(Relu(X), [5], 0, 0, 0, 1, 3);
        Equal(LeakyRelu(X, 0.25f), [5], -0.5, -0.125, 0, 1, 3);
        Equal(Clamp(X, -1, 2), [5], -1, -0.5, 0, 1, 2);
        Equal(Abs(X), [5], 2, 0.5, 0, 1, 3);
        Equal(Max(X, 0.5f), [5], 0.5, 0.5, 0.5, 1, 3);
        Equal(Min(1f, X), [5], -2, -0.5, 0, 1, 1);
        Equal(Where(X > 0, X, -1f), [5], -1, -1, -1, 1, 3);
        Equal(Where(Matrix(1, 0, 1), Vector(1, 2), 0f), [2, 2], 0, 0, 1, 2);
    }

    // The numbers come from the C library in double precision.
    [Fact]
    public void Smooth_functions()
    {
        Equal(Elu(X), [5], -0.8646647167633873, -0.3934693402873666, 0, 1, 3);
        Equal(Sigmoid(X), [5], 0.11920292202211755, 0.3775406687981454, 0.5, 0.7310585786300049, 0.9525741268224334);
        Equal(Tanh(X), [5], -0.9640275800758169, -0.46211715726000973, 0, 0.7615941559557649, 0.9950547536867305);
        Equal(
            Softplus(X),
            [5],
            0.1269280110429725,
            0.4740769841801067,
            0.6931471805599453,
            1.3132616875182228,
            3.048587351573742);
        Equal(Silu(X), [5], -0.2384058440442351, -0.1887703343990727, 0, 0.7310585786300049, 2.8577223804673);
        Equal(Gelu(X), [5], -0.04550026389635842, -0.15426876936299347, 0, 0.8413447460685429, 2.9959503059051097);
        Equal(
            Gelu(X, approximate: true),
            [5],
            -0.04540230591222494, -0.15428599017516514, 0, 0.8411919906082768, 2.996362607918227);
    }

    [Fact]
    public void Powers_and_logarithms()
    {
        var x = Vector(0.25, 1, 9);
        Equal(Exp(Log(x)), [3], 0.25, 1, 9);
        Equal(Sqrt(x), [3], 0.5, 1, 3);
        Equal(Rsqrt(x), [3], 2, 1, 1.0 / 3);
        Equal(Square(x), [3], 0.0625, 1, 81);
        Equal(Pow(x, 1.5f), [3], 0.125, 1, 27);
        Equal(Pow(Vector(2, 3), Vector(3, 2)), [2], 8, 9);
        Equal(Neg(x), [3], -0.25, -1, -9);
    }

    [Fact]
    public void Nothing_overflows()
    {
        var x = Vector(-1000, 1000);
        Equal(Softplus(x), [2], 0, 1000);
        Equal(Sigmoid(x), [2], 0, 1);
        Equal(Silu(x), [2], 0, 1000);
        Equal(Gelu(x), [2], 0, 1000);
        Equal(LogSumExp(x), [], 1000);
        Equal(Elu(x), [2], -1, 1000);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-17)]
    [InlineData(-1e-9)]
    public void Small_numbers_keep_their_digits(double x)
    {
        Assert.Equal(x, SmallElu(), Math.Abs(x) * 1e-8);

        double SmallElu() => -Elu(Vector(-Math.Abs(x))).ToScalar() * Math.Sign(x);
    }
}
