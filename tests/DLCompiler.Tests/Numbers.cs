namespace DLCompiler.Tests;

/// <summary>Comparison of tensors with expected numbers.</summary>
internal static class Numbers
{
    public static Tensor Vector(params double[] values) => new(values, values.Length);

    public static Tensor Matrix(int columns, params double[] values) => new(values, values.Length / columns, columns);

    /// <summary>0, 1, 2, … in a shape.</summary>
    public static Tensor Counting(params int[] shape) =>
        new([.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => (double)i)], shape);

    public static void Equal(Tensor actual, int[] shape, params double[] values)
    {
        Assert.Equal(shape, actual.Shape.ToArray());
        Assert.Equal(values.Length, actual.Count);
        for (int i = 0; i < values.Length; i++) Close(values[i], actual.Values[i]);
    }

    public static void Close(double expected, double actual, double tolerance = 1e-12)
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected)) Assert.Equal(expected, actual);
        else Assert.Equal(expected, actual, tolerance * Math.Max(1, Math.Abs(expected)));
    }
}
