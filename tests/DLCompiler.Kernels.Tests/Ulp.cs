namespace DLCompiler.Kernels.Tests;

/// <summary>Distances between floats, in steps from a float to the next.</summary>
internal static class Ulp
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>
    /// Whether a result is within 4 ulp of the rounded reference, within one step if that is subnormal, and NaN
    /// exactly where it is.
    /// </summary>
    public static bool Agrees(float actual, double reference)
    {
        var expected = (float)reference;
        if (float.IsNaN(expected)) return float.IsNaN(actual);
        if (float.IsNaN(actual)) return false;
        return Distance(actual, expected) <= (Math.Abs(expected) < SmallestNormal ? 1 : 4);
    }

    public static long Distance(float a, float b) => Math.Abs(Ordinal(a) - Ordinal(b));

    private static long Ordinal(float x)
    {
        var bits = BitConverter.SingleToInt32Bits(x);
        return bits < 0 ? -(long)(bits & int.MaxValue) : bits;
    }
}
