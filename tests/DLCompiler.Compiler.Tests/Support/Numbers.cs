namespace DLCompiler.Compiler.Tests.Support;

/// <summary>Comparison of results.</summary>
internal static class Numbers
{
    /// <summary>
    /// Every element agrees to a tolerance that is relative for large numbers and absolute for small ones.
    /// </summary>
    public static void AssertClose(NdArray expected, NdArray actual, double tolerance, string what)
    {
        Assert.Equal(expected.Sizes, actual.Sizes);
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double a = expected.Values[i], b = actual.Values[i];
            bool close = a.Equals(b) || Math.Abs(a - b) <= tolerance * Math.Max(1, Math.Abs(a));
            Assert.True(close, $"{what}: element {i} is {b}, not {a}");
        }
    }
}
