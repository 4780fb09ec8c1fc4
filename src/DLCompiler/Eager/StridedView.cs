namespace DLCompiler;

/// <summary>
/// A way to read elements out of an array: the element at indices i of <see cref="Shape"/> is at
/// <see cref="Offset"/> + Σ i·<see cref="Strides"/>. Slices, permutations and broadcasts are nothing but other strides.
/// </summary>
internal readonly record struct StridedView(int[] Shape, int[] Strides, int Offset = 0)
{
    /// <summary>The whole of a row-major array.</summary>
    public static StridedView RowMajor(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return new StridedView(shape, strides);
    }

    /// <summary>The axes in another order: result axis k is axis <paramref name="order"/>[k].</summary>
    public StridedView Permute(int[] order)
    {
        var (shape, strides, offset) = this;
        return new([.. order.Select(axis => shape[axis])], [.. order.Select(axis => strides[axis])], offset);
    }

    /// <summary>NumPy's broadcast to a shape that has been checked to fit: new and size-1 axes get stride 0.</summary>
    public StridedView BroadcastTo(int[] shape)
    {
        int[] strides = new int[shape.Length];
        int added = shape.Length - Shape.Length;
        for (int axis = 0; axis < Shape.Length; axis++) strides[added + axis] = Shape[axis] == 1 ? 0 : Strides[axis];
        return new StridedView(shape, strides, Offset);
    }

    /// <summary>One slice an axis from the first; the other axes stay whole.</summary>
    public StridedView Slice(ReadOnlySpan<AxisSlice> slices)
    {
        if (slices.Length > Shape.Length)
            throw new ArgumentException($"{slices.Length} slices are too many for {ShapeText.Of(Shape)}.");
        var shape = new List<int>();
        var strides = new List<int>();
        int offset = Offset;
        for (int axis = 0; axis < Shape.Length; axis++)
        {
            var (start, count) = axis < slices.Length ? slices[axis].Resolve(axis, Shape[axis]) : (0, Shape[axis]);
            offset += start * Strides[axis];
            if (axis < slices.Length && slices[axis].DropsAxis) continue;
            shape.Add(count);
            strides.Add(Strides[axis]);
        }

        return new StridedView([.. shape], [.. strides], offset);
    }

    /// <summary>The elements in row-major order.</summary>
    public T[] Gather<T>(ReadOnlySpan<T> source)
    {
        var result = new T[ShapeText.Count(Shape)];
        int[] index = new int[Shape.Length];
        int from = Offset;
        for (int to = 0; to < result.Length; to++)
        {
            result[to] = source[from];
            for (int axis = Shape.Length - 1; axis >= 0; axis--)
            {
                from += Strides[axis];
                if (++index[axis] < Shape[axis]) break;
                from -= index[axis] * Strides[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
