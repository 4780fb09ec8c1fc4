using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Columns of a batch as tensors, for eager runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Columns
{
    /// <summary>A column of floats.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="shape">
    /// Its shape; −1 where that is a symbol: one follows from the number of elements, several are the column's own sizes.
    /// </param>
    public static Tensor Tensor(IBatch batch, string column, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var values = batch.Floats(column);
        return new Tensor(values, Shape(batch, column, values.Length, shape));
    }

    /// <summary>A column of integers.</summary>
    /// <inheritdoc cref="Tensor"/>
    public static IntTensor IntTensor(IBatch batch, string column, params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var values = batch.Ints(column);
        return new IntTensor(values, Shape(batch, column, values.Length, shape));
    }

    private static int[] Shape(IBatch batch, string column, int count, int[] shape)
    {
        if (shape.Count(size => size < 0) > 1)
            return [.. shape.Select((size, axis) => size < 0 ? batch.Size(column, axis) : size)];
        int known = shape.Where(size => size >= 0).Aggregate(1, (product, size) => product * size);
        return [.. shape.Select(size => size < 0 ? count / Math.Max(1, known) : size)];
    }
}
