using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Shapes;

/// <summary>Division of sizes where C#, which truncates, and shapes, which floor, must agree.</summary>
public static class SizeMath
{
    /// <summary>left / right.</summary>
    /// <exception cref="ShapeException">An operand may be negative, or the divisor 0 (DLC1013).</exception>
    public static Dim Divide(Dim left, Dim right)
    {
        Check(left, right);
        return left.IsConstant && right.IsConstant ? left.Constant / right.Constant : Dim.FloorDiv(left, right);
    }

    /// <summary>left % right.</summary>
    /// <exception cref="ShapeException">An operand may be negative, or the divisor 0 (DLC1013).</exception>
    public static Dim Remainder(Dim left, Dim right)
    {
        Check(left, right);
        return left.IsConstant && right.IsConstant ? left.Constant % right.Constant : Dim.Mod(left, right);
    }

    private static void Check(Dim left, Dim right)
    {
        if (right == Dim.Zero) throw new ShapeException("DLC1013", $"{left} is divided by 0");
        if (left.IsConstant && right.IsConstant) return;
        if (!left.AtLeast(0)) throw MayBeNegative(left);
        if (!right.AtLeast(1)) throw MayBeNegative(right);
    }

    private static ShapeException MayBeNegative(Dim size) =>
        new(
            "DLC1013",
            $"the size {size} may be negative or 0, and C# rounds the quotient towards 0 where shapes round down");
}
