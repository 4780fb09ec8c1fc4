using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Tests.Shapes;

public class BroadcastingTests
{
    private static readonly Dim N = Dim.Symbol("N");
    private static readonly Dim M = Dim.Symbol("M");

    [Fact]
    public void Shapes_align_at_their_last_axes()
    {
        Assert.Equal(Shape.Of(N, 3, 4), Common(Shape.Of(N, 1, 4), Shape.Of(3, 1)));
        Assert.Equal(Shape.Of(N, 3), Common(Shape.Scalar, Shape.Of(N, 3)));
    }

    [Fact]
    public void A_refusal_says_which_axes_differ()
    {
        var error = Assert.Throws<ShapeException>(() => Common(Shape.Of(N, 3), Shape.Of(4)));
        Assert.Equal("DLC1001", error.Rule);
        Assert.Equal("y", error.Argument);
        Assert.Equal(
            "Add cannot combine [N, 3] with [4]: axis -1 is 3 in 'x' and 4 in 'y', and neither is 1", error.Message);
    }

    [Fact]
    public void Sizes_that_may_be_equal_become_a_guard()
    {
        var guards = new List<Condition>();
        using (Constraints.Open((condition, _) => guards.Add(condition)))
        {
            Assert.Equal(Shape.Of(N, 4), Common(Shape.Of(N, 4), Shape.Of(M, 4)));
            Assert.Equal(Shape.Of(4), Common(Shape.Of(N), Shape.Of(4)));
        }

        Assert.Equal([Condition.Equal(N, M), Condition.Equal(N, 4)], guards);
        Assert.Throws<ShapeException>(() => Common(Shape.Of(N), Shape.Of(M)));
    }

    [Fact]
    public void Guarded_operands_get_one_shape()
    {
        using var scope = Constraints.Open((_, _) => { });
        var sum = Build.Add(Support.Networks.Input("x", N, 3), Support.Networks.Input("y", M, 3));
        Assert.Equal(Shape.Of(N, 3), sum.Shape);
    }

    private static Shape Common(Shape x, Shape y) => Broadcasting.Common("Add", ("x", x), ("y", y));
}
