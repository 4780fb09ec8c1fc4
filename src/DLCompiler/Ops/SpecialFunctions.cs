namespace DLCompiler;

/// <summary>Functions that <see cref="Math"/> lacks, accurate to a few units of double precision.</summary>
internal static class SpecialFunctions
{
    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>log(1 + eˣ), without overflow.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>log(1 + x); the correction is Kahan's, for what the sum loses.</summary>
    public static double Log1p(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsPositiveInfinity(sum) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>eˣ − 1; the correction is Kahan's, for what the difference loses.</summary>
    public static double Expm1(double x)
    {
        double power = Math.Exp(x);
        if (power == 1) return x;
        double difference = power - 1;
        return difference == -1 || double.IsPositiveInfinity(power) ? difference : difference * (x / Math.Log(power));
    }

    /// <summary>
    /// The error function, by 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)), whose terms are all of one sign
    /// (Abramowitz and Stegun 7.1.6). From 6 on it is 1 in double precision.
    /// </summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) >= 6) return Math.Sign(x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
