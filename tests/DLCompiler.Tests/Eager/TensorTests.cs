using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class TensorTests
{
    [Fact]
    public void Values_must_fill_the_shape()
    {
        var problem = Assert.Throws<ArgumentException>(() => new Tensor([1.0, 2, 3], 2, 2));
        Assert.StartsWith("3 values do not fill [2, 2].", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_a_copy_of_what_it_is_made_from()
    {
        double[] values = [1, 2];
        int[] shape = [2];
        var tensor = new Tensor(values, shape);
        (values[0], shape[0]) = (9, 1);
        Equal(tensor, [2], 1, 2);
    }

    [Fact]
    public void Knows_its_sizes()
    {
        var x = Counting(2, 3, 4);
        Assert.Equal((3, 24, 2, 4), (x.Rank, x.Count, x.Size(0), x.Size(-1)));
        Assert.Throws<ArgumentException>(() => x.Size(3));
    }

    [Fact]
    public void Slices_keep_the_axes_of_ranges_and_drop_those_of_positions()
    {
        var x = Counting(2, 3, 4);
        Equal(x[1], [3, 4], 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23);
        Equal(x[.., 1..^1, 0], [2, 1], 4, 16);
        Equal(x[^1, ^1, ^2..], [2], 22, 23);
        Equal(x[-1, 0, 3], [], 15);
        Equal(x[.., 2..2], [2, 0, 4]);
    }

    [Fact]
    public void Slices_stay_inside()
    {
        var x = Counting(2, 3);
        Assert.Equal(
            "The slice 1..4 is outside axis 1, which has size 3.",
            Assert.Throws<ArgumentException>(() => x[0, 1..4]).Message);
        Assert.Throws<ArgumentException>(() => x[2]);
        Assert.Throws<ArgumentException>(() => x[^3]);
        Assert.Throws<ArgumentException>(() => x[^0]);
        Assert.Throws<ArgumentException>(() => x[0, 0, 0]);
    }

    [Fact]
    public void Operators_broadcast()
    {
        var x = Matrix(3, 1, 2, 3, 4, 5, 6);
        Equal(x + Vector(10, 20, 30), [2, 3], 11, 22, 33, 14, 25, 36);
        Equal(x * Matrix(1, 1, -1), [2, 3], 1, 2, 3, -4, -5, -6);
        Equal(Vector(1, 2) - new Tensor([1.0], 1, 1), [1, 2], 0, 1);
        Equal(6 / x, [2, 3], 6, 3, 2, 1.5, 1.2, 1);
        Equal(-(0.5f * x - 1), [2, 3], 0.5, 0, -0.5, -1, -1.5, -2);
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused()
    {
        var problem = Assert.Throws<ArgumentException>(() => Counting(2, 3) + Counting(2));
        Assert.Equal("+: [2, 3] and [2] do not broadcast: 3 and 2 differ.", problem.Message);
    }

    [Fact]
    public void Comparisons_give_0_and_1()
    {
        var x = Vector(1, 2, double.NaN);
        Equal(x < 2, [3], 1, 0, 0);
        Equal(2 <= x, [3], 0, 1, 0);
        Equal(x > Vector(0, 3, 0), [3], 1, 0, 0);
        Equal(x >= Vector(1, 2, 0), [3], 1, 1, 0);
        Equal(Ops.Equal(x, x), [3], 1, 1, 0);
        Equal(Ops.NotEqual(x, 1f), [3], 0, 1, 1);
    }

    [Fact]
    public void Integers_compare_and_slice()
    {
        var x = new IntTensor([1, 2, 3, 4], 2, 2);
        Equal(x < 3, [2, 2], 1, 1, 0, 0);
        Equal(x >= new IntTensor([2, 2], 2), [2, 2], 0, 1, 1, 1);
        Equal(Ops.Equal(x, 4), [2, 2], 0, 0, 0, 1);
        Assert.Equal([2, 4], x[.., 1].Values.ToArray());
        Equal(Ops.ToFloat(x[1]), [2], 3, 4);
    }

    [Fact]
    public void Prints_shape_and_values()
    {
        Assert.Equal("[2, 3] [[0, 1, 2], [3, 4, 5]]", Counting(2, 3).ToString());
        Assert.Equal("[] 0.333333", Tensor.Scalar(1.0 / 3).ToString());
        Assert.Equal("[12] [0, 1, 2, 3, …, 8, 9, 10, 11]", Counting(12).ToString());
        Assert.Equal("[2, 0] [[], []]", Counting(2, 0).ToString());
        Assert.Equal("[2] [7, -1]", new IntTensor([7, -1], 2).ToString());
    }

    [Fact]
    public void Only_one_element_is_a_number()
    {
        Assert.Equal(3, new Tensor([3.0], 1, 1).ToScalar());
        Assert.Throws<InvalidOperationException>(() => Counting(2).ToScalar());
    }
}
