using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class ContractionTests
{
    private static readonly Tensor A = Matrix(3, 1, 2, 3, 4, 5, 6);
    private static readonly Tensor B = Matrix(2, 1, 0, 0, 1, 1, 1);

    [Fact]
    public void Matrices_multiply() => Equal(MatMul(A, B), [2, 2], 4, 5, 10, 11);

    [Fact]
    public void Vectors_multiply()
    {
        Equal(MatMul(Vector(1, 2, 3), Vector(1, 1, 1)), [], 6);
        Equal(MatMul(A, Vector(1, 1, 1)), [2], 6, 15);
        Equal(MatMul(Vector(1, 1), A), [3], 5, 7, 9);
    }

    [Fact]
    public void Leading_axes_broadcast()
    {
        var batch = Stack([A, -A], axis: 0);
        Equal(MatMul(batch, B), [2, 2, 2], 4, 5, 10, 11, -4, -5, -10, -11);
        Equal(MatMul(Unsqueeze(batch, 1), Unsqueeze(Unsqueeze(B, 0), 0))[1, 0, 1], [2], -10, -11);
    }

    [Fact]
    public void Linear_is_a_product_with_the_transpose()
    {
        Equal(Linear(A, Transpose(B), Vector(1, -1)), [2, 2], 5, 4, 11, 10);
        Equal(Linear(A, Transpose(B)), [2, 2], 4, 5, 10, 11);
    }

    [Fact]
    public void Inner_sizes_must_agree() =>
        Assert.Equal(
            "MatMul cannot multiply [2, 3] by [2, 3]: the inner dimensions 3 and 2 differ.",
            Assert.Throws<ArgumentException>(() => MatMul(A, A)).Message);
}
