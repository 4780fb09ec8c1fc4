namespace DLCompiler;

/// <content>Elements that integers choose.</content>
public static partial class Ops
{
    /// <summary>
    /// The elements of an axis that integers choose; the axes of the indices take its place: [A, V, C] and int[N, T]
    /// give [A, N, T, C] for axis 1. NumPy: <c>take</c>; PyTorch: <c>index_select</c>, <c>embedding</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the axis.</exception>
    public static Tensor Gather(Tensor x, IntTensor indices, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        axis = Axes.Resolve(nameof(Gather), axis, x.Rank);
        int[] shape = x.Dimensions;
        int outer = ShapeText.Count(shape.AsSpan(0, axis)), inner = ShapeText.Count(shape.AsSpan(axis + 1));
        double[] values = new double[outer * indices.Count * inner];
        var rest = values.AsSpan();
        for (int o = 0; o < outer; o++)
        {
            foreach (int index in indices.Values)
            {
                if (index < 0 || index >= shape[axis]) throw OutsideAxis(index, shape[axis]);
                x.Values.Slice(((o * shape[axis]) + index) * inner, inner).CopyTo(rest);
                rest = rest[inner..];
            }
        }

        return Tensor.Result(values, [.. shape[..axis], .. indices.Dimensions, .. shape[(axis + 1)..]]);
    }

    private static ArgumentOutOfRangeException OutsideAxis(int index, int size) =>
        new(null, $"Gather: the index {index} is outside 0..{size - 1}.");
}
