namespace DLCompiler;

/// <summary>
/// NumPy's broadcasting: shapes align at their last axes, and an axis of size 1 or a missing one repeats.
/// </summary>
internal static class Broadcasting
{
    /// <summary>The shape that two shapes broadcast to.</summary>
    /// <exception cref="ArgumentException">An axis has two different sizes, neither of them 1.</exception>
    public static int[] Join(string op, int[] x, int[] y)
    {
        int rank = Math.Max(x.Length, y.Length);
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int a = SizeAt(x, rank, axis), b = SizeAt(y, rank, axis);
            if (a != b && a != 1 && b != 1)
            {
                throw new ArgumentException(
                    $"{op}: {ShapeText.Of(x)} and {ShapeText.Of(y)} do not broadcast: {a} and {b} differ.");
            }

            shape[axis] = a == 1 ? b : a;
        }

        return shape;
    }

    /// <summary>The tensor repeated to a shape; itself where it has that shape already.</summary>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor To(string op, Tensor x, int[] shape)
    {
        if (x.Dimensions.AsSpan().SequenceEqual(shape)) return x;
        if (!Join(op, x.Dimensions, shape).AsSpan().SequenceEqual(shape))
            throw new ArgumentException(
                $"{op}: {ShapeText.Of(x.Dimensions)} does not broadcast to {ShapeText.Of(shape)}.");
        return x.Read(StridedView.RowMajor(x.Dimensions).BroadcastTo(shape));
    }

    private static int SizeAt(int[] shape, int rank, int axis) =>
        axis < rank - shape.Length ? 1 : shape[axis - (rank - shape.Length)];
}
