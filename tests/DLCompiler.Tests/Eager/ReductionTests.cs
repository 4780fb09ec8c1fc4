using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class ReductionTests
{
    private static readonly Tensor X = Counting(2, 3, 2);

    [Fact]
    public void Axes_are_dropped_or_kept()
    {
        Equal(Sum(X, axis: 1), [2, 2], 6, 9, 24, 27);
        Equal(Sum(X, axis: -2, keepDims: true), [2, 1, 2], 6, 9, 24, 27);
        Equal(Sum(X, axes: [0, -1]), [3], 14, 22, 30);
        Equal(Sum(X, axes: [-1, 0], keepDims: true), [1, 3, 1], 14, 22, 30);
        Equal(Sum(X), [], 66);
    }

    [Fact]
    public void Each_reduction_reduces()
    {
        Equal(Mean(X, axis: 0), [3, 2], 3, 4, 5, 6, 7, 8);
        Equal(Max(X, axis: 2), [2, 3], 1, 3, 5, 7, 9, 11);
        Equal(Min(X, axes: [1, 2]), [2], 0, 6);
        Equal(Variance(X, axis: 1), [2, 2], 8.0 / 3, 8.0 / 3, 8.0 / 3, 8.0 / 3);
        Equal(Variance(X, axis: 1, unbiased: true), [2, 2], 4, 4, 4, 4);
        Equal(LogSumExp(Vector(0, 0, 0, 0)), [], Math.Log(4));
        Equal(Max(-X), [], 0);
    }

    [Fact]
    public void Softmax_is_a_distribution_along_its_axis()
    {
        var x = Matrix(2, 1, 2, 3, 5);
        Equal(Sum(Softmax(x), axis: -1), [2], 1, 1);
        Equal(Sum(Softmax(x, axis: 0), axis: 0), [2], 1, 1);
        Equal(Softmax(x, axis: 0)[1, 0], [], 1 / (1 + Math.Exp(-2)));
        Equal(Exp(LogSoftmax(x)) - Softmax(x), [2, 2], 0, 0, 0, 0);
        Equal(Softmax(Vector(1e4, 1e4)), [2], 0.5, 0.5);
    }

    [Fact]
    public void Wrong_axes_are_refused()
    {
        Assert.StartsWith(
            "Sum: axis 3 is outside a tensor of rank 3.",
            Assert.Throws<ArgumentException>(() => Sum(X, axis: 3)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Mean: axis 1 is named twice.",
            Assert.Throws<ArgumentException>(() => Mean(X, axes: [1, -2])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Softmax(Tensor.Scalar(1)));
    }
}
