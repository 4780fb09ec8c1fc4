namespace DLCompiler;

/// <summary>Applies functions of rows of numbers along axes of tensors.</summary>
internal static class Reduction
{
    public delegate double RowFunction(ReadOnlySpan<double> row);

    public delegate void RowMap(ReadOnlySpan<double> row, Span<double> result);

    /// <summary>
    /// One number for all elements along <paramref name="axes"/>, which are kept with size 1 or dropped.
    /// </summary>
    /// <exception cref="ArgumentException">An axis is out of range or named twice.</exception>
    public static Tensor Reduce(string op, Tensor x, int[] axes, bool keepDims, RowFunction function)
    {
        ArgumentNullException.ThrowIfNull(x);
        axes = Axes.Resolve(op, axes, x.Rank);
        var rows = x.Read(StridedView.RowMajor(x.Dimensions).Permute(Axes.MovedLast(axes, x.Rank)));
        int length = ShapeText.Count([.. axes.Select(a => x.Dimensions[a])]);
        int[] kept = [.. x.Dimensions.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        double[] result = new double[ShapeText.Count(kept)];
        for (int i = 0; i < result.Length; i++) result[i] = function(rows.Values.Slice(i * length, length));
        return Tensor.Result(result, keepDims ? kept : [.. x.Dimensions.Where((_, axis) => !axes.Contains(axis))]);
    }

    /// <summary>Replaces each row along <paramref name="axis"/> by as many numbers.</summary>
    /// <exception cref="ArgumentException">The axis is out of range.</exception>
    public static Tensor MapRows(string op, Tensor x, int axis, RowMap function)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] order = Axes.MovedLast([Axes.Resolve(op, axis, x.Rank)], x.Rank);
        var rows = x.Read(StridedView.RowMajor(x.Dimensions).Permute(order));
        int length = rows.Dimensions[^1];
        double[] mapped = new double[x.Count];
        for (int i = 0; i < mapped.Length; i += length)
            function(rows.Values.Slice(i, length), mapped.AsSpan(i, length));
        var result = Tensor.Result(mapped, rows.Dimensions);
        return result.Read(StridedView.RowMajor(result.Dimensions).Permute(Axes.Inverse(order)));
    }

    public static double Sum(ReadOnlySpan<double> row)
    {
        double sum = 0;
        foreach (double value in row) sum += value;
        return sum;
    }

    public static double Mean(ReadOnlySpan<double> row) => Sum(row) / row.Length;

    public static double Max(ReadOnlySpan<double> row)
    {
        double max = double.NegativeInfinity;
        foreach (double value in row) max = Math.Max(max, value);
        return max;
    }

    public static double Min(ReadOnlySpan<double> row)
    {
        double min = double.PositiveInfinity;
        foreach (double value in row) min = Math.Min(min, value);
        return min;
    }

    /// <summary>log Σ eˣ = m + log Σ eˣ⁻ᵐ with the maximum m, so that nothing overflows.</summary>
    public static double LogSumExp(ReadOnlySpan<double> row)
    {
        double max = Max(row);
        if (double.IsInfinity(max)) return max;
        double sum = 0;
        foreach (double value in row) sum += Math.Exp(value - max);
        return max + Math.Log(sum);
    }

    /// <summary>Σ (x − mean)² / (n − correction).</summary>
    public static double Variance(ReadOnlySpan<double> row, int correction)
    {
        double mean = Mean(row), sum = 0;
        foreach (double value in row) sum += (value - mean) * (value - mean);
        return sum / (row.Length - correction);
    }
}
