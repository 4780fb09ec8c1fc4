namespace DLCompiler;

/// <summary>
/// Functions from additions, multiplications and divisions alone, in a fixed order: unlike libm's, their bits are the
/// same on every machine. They are accurate to a few units of double precision.
/// </summary>
internal static class PortableMath
{
    /// <summary>The natural logarithm of a positive normal number.</summary>
    public static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        long exponent = (bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // log m = 2·artanh(s) with s = (m − 1)/(m + 1), |s| ≤ 0.172: the series ends below 10⁻¹⁷.
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0;
        for (int n = 23; n >= 1; n -= 2) sum = (sum * square) + (1.0 / n);
        return (exponent * 0.6931471805599453) + (2 * s * sum);
    }

    /// <summary>cos(2π·turns) for turns in [0, 1).</summary>
    public static double CosOfTurns(double turns)
    {
        double quarters = 4 * turns;
        int quadrant = (int)(quarters + 0.5);
        double angle = (quarters - quadrant) * 1.5707963267948966;
        return (quadrant & 3) switch
        {
            0 => Cos(angle),
            1 => -Sin(angle),
            2 => -Cos(angle),
            _ => Sin(angle),
        };
    }

    /// <summary>The Taylor series, for |x| ≤ π/4: it ends below 10⁻¹⁸.</summary>
    private static double Cos(double x)
    {
        double sum = 1;
        for (int n = 18; n >= 2; n -= 2) sum = 1 - (sum * x * x / (n * (n - 1)));
        return sum;
    }

    /// <summary>The Taylor series, for |x| ≤ π/4: it ends below 10⁻¹⁸.</summary>
    private static double Sin(double x)
    {
        double sum = 1;
        for (int n = 19; n >= 3; n -= 2) sum = 1 - (sum * x * x / (n * (n - 1)));
        return sum * x;
    }
}
