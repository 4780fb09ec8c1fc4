namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// NumPy's rule: shapes are aligned at their last axes, and an axis that is missing or of size 1 is repeated. Only a
/// 1 that is known counts; two sizes that may differ become a guard.
/// </summary>
public static class Broadcasting
{
    /// <summary>The shape that all operands broadcast to.</summary>
    /// <exception cref="Ops.ShapeException">Two sizes differ (DLC1001).</exception>
    public static Shape Common(string op, params (string Name, Shape Shape)[] operands)
    {
        var common = operands[0];
        foreach (var operand in operands.Skip(1)) common = (common.Name, Common(op, common, operand));
        return common.Shape;
    }

    /// <summary>
    /// Whether <paramref name="shape"/> becomes <paramref name="target"/> by repeating axes alone, provably.
    /// </summary>
    public static bool Fits(Shape shape, Shape target)
    {
        int missing = target.Rank - shape.Rank;
        return missing >= 0
            && shape.Dims.Zip(target.Dims.Skip(missing), (from, to) => from == Dim.One || from == to).All(fits => fits);
    }

    private static Shape Common(string op, (string Name, Shape Shape) x, (string Name, Shape Shape) y)
    {
        if (x.Shape == y.Shape) return x.Shape;
        int rank = Math.Max(x.Shape.Rank, y.Shape.Rank);
        var dims = new Dim[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            Dim left = FromEnd(x.Shape, rank - axis), right = FromEnd(y.Shape, rank - axis);
            if (left != Dim.One && right != Dim.One) Require(op, x, y, left, right, axis - rank);
            bool takeRight = left == Dim.One || (right != Dim.One && right.IsConstant);
            dims[axis] = takeRight ? right : left;
        }

        return Shape.Of(dims);
    }

    private static void Require(
        string op, (string Name, Shape Shape) x, (string Name, Shape Shape) y, Dim left, Dim right, int axis) =>
        Constraints.Require(
            left,
            right,
            "DLC1001",
            () => $"{op} cannot combine {x.Shape} with {y.Shape}: "
                + $"axis {axis} is {left} in '{x.Name}' and {right} in '{y.Name}', and neither is 1",
            y.Name);

    private static Dim FromEnd(Shape shape, int position) =>
        position <= shape.Rank ? shape[shape.Rank - position] : Dim.One;
}
