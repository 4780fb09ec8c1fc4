using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class MovementTests
{
    private static readonly Tensor X = Counting(2, 3);

    [Fact]
    public void Shapes_change_and_elements_stay()
    {
        Equal(Reshape(X, 3, -1), [3, 2], 0, 1, 2, 3, 4, 5);
        Equal(Flatten(Counting(2, 1, 3)), [2, 3], 0, 1, 2, 3, 4, 5);
        Equal(Flatten(X, startAxis: 0), [6], 0, 1, 2, 3, 4, 5);
        Equal(Unsqueeze(X, -1), [2, 3, 1], 0, 1, 2, 3, 4, 5);
        Equal(Squeeze(Unsqueeze(X, 0), 0), [2, 3], 0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void Axes_change_places()
    {
        Equal(Transpose(X), [3, 2], 0, 3, 1, 4, 2, 5);
        Equal(Transpose(Counting(1, 2, 3), 0, 2), [3, 2, 1], 0, 3, 1, 4, 2, 5);
        Equal(Permute(Counting(2, 1, 3), 2, 0, -2), [3, 2, 1], 0, 3, 1, 4, 2, 5);
        Equal(Broadcast(Vector(1, 2), 2, 2), [2, 2], 1, 2, 1, 2);
    }

    [Fact]
    public void Tensors_are_joined_and_split()
    {
        Equal(Concat([X, X[.., ..1]], axis: 1), [2, 4], 0, 1, 2, 0, 3, 4, 5, 3);
        Equal(Stack([Vector(1, 2), Vector(3, 4)], axis: 1), [2, 2], 1, 3, 2, 4);
        var (a, b) = Split(X, sizes: [1, 2], axis: -1);
        Equal(a, [2, 1], 0, 3);
        Equal(b, [2, 2], 1, 2, 4, 5);
        var (p, q, r) = Split(X, parts: 3, axis: 1);
        Equal(Concat([p, q, r], axis: 1), [2, 3], 0, 1, 2, 3, 4, 5);
        Assert.Throws<ArgumentException>(() => { var (_, _) = Split(X, 3, axis: 1); });
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "Reshape: [2, 3] has 6 elements, which do not fill [4, -1].",
            Assert.Throws<ArgumentException>(() => Reshape(X, 4, -1)).Message);
        Assert.Throws<ArgumentException>(() => Reshape(X, -1, -1));
        Assert.Throws<ArgumentException>(() => Reshape(X, "N", -1));
        Assert.Throws<ArgumentException>(() => Squeeze(X, 0));
        Assert.Throws<ArgumentException>(() => Permute(X, 0));
        Assert.Throws<ArgumentException>(() => Permute(X, 0, 0));
        Assert.Throws<ArgumentException>(() => Concat([X, Counting(3, 3)], axis: 1));
        Assert.Throws<ArgumentException>(() => Concat([], axis: 0));
        Assert.Throws<ArgumentException>(() => Stack([X, Counting(3, 2)], axis: 0));
        Assert.Throws<ArgumentException>(() => Split(X, 2, axis: 1));
        Assert.Throws<ArgumentException>(() => Split(X, [1, 1], axis: 1));
        Assert.Throws<ArgumentException>(() => Broadcast(X, 3));
        Assert.Throws<ArgumentException>(() => Transpose(Vector(1)));
    }
}
