namespace DLCompiler;

/// <content>The greatest elements and where they are.</content>
public static partial class Ops
{
    /// <summary>
    /// The <paramref name="k"/> greatest elements of each row along an axis, in falling order, and where in the row they
    /// are: of equals the first, and NaN before all numbers. Forward only: no gradient passes. PyTorch: <c>topk</c>.
    /// </summary>
    /// <param name="x">[..., L, ...].</param>
    /// <param name="k">How many, at most L.</param>
    /// <param name="axis">The axis.</param>
    /// <returns>Both [..., k, ...].</returns>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no k elements.</exception>
    public static (Tensor Values, IntTensor Indices) TopK(Tensor x, int k, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = Axes.Resolve(nameof(TopK), axis, x.Rank);
        int size = x.Dimensions[axis];
        if (k < 1 || k > size)
        {
            throw new ArgumentOutOfRangeException(
                nameof(k), k, $"TopK: there are no {k} greatest of {size} elements: x is {ShapeText.Of(x.Dimensions)}.");
        }

        int[] shape = [.. x.Dimensions[..axis], k, .. x.Dimensions[(axis + 1)..]];
        int inner = ShapeText.Count(x.Dimensions.AsSpan(axis + 1));
        double[] values = new double[ShapeText.Count(shape)];
        int[] indices = new int[values.Length];
        for (int row = 0; row < values.Length / k; row++)
        {
            int first = (row / inner * size * inner) + (row % inner), to = (row / inner * k * inner) + (row % inner);
            int[] order = Falling(x, first, size, inner);
            for (int i = 0; i < k; i++)
                (values[to + (i * inner)], indices[to + (i * inner)]) = (x.Values[first + (order[i] * inner)], order[i]);
        }

        return (Tensor.Result(values, shape), new IntTensor(indices, shape));
    }

    /// <summary>
    /// Where the greatest element of each row along an axis is: of equals the first, and NaN before all numbers. Forward
    /// only: no gradient passes. PyTorch: <c>argmax</c>.
    /// </summary>
    /// <param name="x">[..., L, ...].</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">Whether the result has the axis, with size 1.</param>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static IntTensor ArgMax(Tensor x, int axis = -1, bool keepDims = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = Axes.Resolve(nameof(ArgMax), axis, x.Rank);
        var indices = TopK(x, 1, axis).Indices;
        int[] shape = [.. x.Dimensions.Where((_, a) => a != axis)];
        return keepDims ? indices : new IntTensor(indices.Values, shape);
    }

    /// <summary>
    /// Where the least element of each row along an axis is: of equals the first, and NaN before all numbers. Forward
    /// only: no gradient passes. PyTorch: <c>argmin</c>.
    /// </summary>
    /// <inheritdoc cref="ArgMax"/>
    public static IntTensor ArgMin(Tensor x, int axis = -1, bool keepDims = false) => ArgMax(-x, axis, keepDims);

    /// <summary>The places of a row in the order of its elements, the greatest first.</summary>
    private static int[] Falling(Tensor x, int first, int size, int stride)
    {
        double[] row = new double[size];
        for (int i = 0; i < size; i++) row[i] = x.Values[first + (i * stride)];
        return [.. Enumerable.Range(0, size).OrderByDescending(i => double.IsNaN(row[i])).ThenByDescending(i => row[i])];
    }
}
