namespace DLCompiler.Conformance;

/// <summary>
/// How near a float32 result must be to the float64 reference: <c>max|a − b| ≤ tolerance · max(max|b|, s)</c> for each
/// tensor, with <c>s</c> a thousandth of the largest entry of the same kind in the network, so that a tensor that is
/// all but zero is judged by its neighbours' size.
/// </summary>
public static class Metric
{
    /// <summary>For results.</summary>
    public const double Forward = 1e-5;

    /// <summary>For gradients.</summary>
    public const double Backward = 1e-4;

    /// <summary>The <c>s</c> of tensors of one kind.</summary>
    public static double Scale(IEnumerable<double[]> references) => 1e-3 * references.Max(Largest);

    /// <summary>Fails unless the result is within tolerance of the reference.</summary>
    /// <param name="what">Names the tensor in the message.</param>
    /// <param name="actual">The library's numbers.</param>
    /// <param name="expected">The reference.</param>
    /// <param name="tolerance">Relative to the larger of the reference's largest entry and <paramref
    /// name="scale"/>.</param>
    /// <param name="scale">From <see cref="Scale"/>.</param>
    public static void AssertNear(
        string what, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double tolerance, double scale = 0) =>
        AssertWithin(what, actual, expected, tolerance * Math.Max(Largest(expected), scale));

    /// <summary>Fails unless no element is further than <paramref name="allowed"/> from the reference's.</summary>
    public static void AssertWithin(
        string what, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double allowed)
    {
        Assert.True(actual.Length == expected.Length, $"{what}: {actual.Length} elements, expected {expected.Length}.");
        for (int i = 0; i < actual.Length; i++)
        {
            // Written so that NaN fails.
            Assert.True(
                Math.Abs(actual[i] - expected[i]) <= allowed,
                $"{what}[{i}] is {actual[i]:G9}, the reference is {expected[i]:G9}; allowed is {allowed:G3}.");
        }
    }

    private static double Largest(double[] values) => Largest(values.AsSpan());

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
