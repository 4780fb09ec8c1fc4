using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <content>Products.</content>
public static partial class Build
{
    /// <summary>
    /// The matrix product of operands of any rank above 0, as torch.matmul defines it. Where the right operand is one
    /// matrix, the rows of all left matrices are those of one.
    /// </summary>
    /// <exception cref="ShapeException">The inner sizes (DLC1004) or the leading axes (DLC1001) do not fit.</exception>
    public static Node MatMul(Node a, Node b)
    {
        if (a.Rank == 0 || b.Rank == 0)
            throw new ShapeException("DLC1006", $"MatMul cannot multiply {a.Shape} by {b.Shape}: one is a scalar");
        if (a.Rank == 1) return DropAxis(MatMul(Unsqueeze(a, 0), b), b.Rank == 1 ? 0 : -2);
        if (b.Rank == 1) return DropAxis(MatMul(a, Unsqueeze(b, 1)), -1);
        b = WithInner(b, RequireInner(a.Shape, b.Shape));
        if (b.Rank == 2) return WithMatrix(a, b);
        var batch = Broadcasting.Common("MatMul", ("a", Leading(a)), ("b", Leading(b)));
        return new Node(new MatMul(), Repeat(a, batch), Repeat(b, batch));
    }

    /// <summary>[..., M, K] · [K, N] as [...·M, K] · [K, N].</summary>
    internal static Node WithMatrix(Node a, Node b)
    {
        if (a.Rank == 2) return new Node(new MatMul(), a, b);
        var rows = Reshape(a, Shape.Of(Dim.Product(a.Shape.Dims.Take(a.Rank - 1)), a.Shape[a.Rank - 1]));
        return Reshape(new Node(new MatMul(), rows, b), a.Shape.With(a.Rank - 1, b.Shape[1]));
    }

    private static Dim RequireInner(Shape a, Shape b)
    {
        Dim left = a[a.Rank - 1], right = b[b.Rank - 2];
        Constraints.Require(
            left,
            right,
            "DLC1004",
            () => $"MatMul cannot multiply {a} by {b}: the inner dimensions {left} (last of 'a') and {right} "
                + $"({(b.Rank == 2 ? "first" : "second to last")} of 'b') differ");
        return left;
    }

    private static Node WithInner(Node b, Dim inner) => Reshape(b, b.Shape.With(b.Rank - 2, inner));

    private static Node DropAxis(Node x, int axis) => DropAxes(x, [axis < 0 ? axis + x.Rank : axis]);

    private static Shape Leading(Node x) => Shape.Of(x.Shape.Dims.Take(x.Rank - 2));

    /// <summary>The matrices of <paramref name="x"/>, as many as the batch has.</summary>
    private static Node Repeat(Node x, Shape batch) =>
        BroadcastTo(x, Shape.Of(batch.Dims.Concat(x.Shape.Dims.Skip(x.Rank - 2))));
}
