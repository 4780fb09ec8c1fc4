namespace DLCompiler.Compiler.Tests.Support;

/// <summary>The elementwise functions in doubles.</summary>
internal static class Functions
{
    public static double Compute(string function, double[] x) => function switch
    {
        "Add" => x[0] + x[1],
        "Subtract" => x[0] - x[1],
        "Multiply" => x[0] * x[1],
        "Divide" => x[0] / x[1],
        "Negate" => -x[0],
        "Abs" => Math.Abs(x[0]),
        "Exp" => Math.Exp(x[0]),
        "Expm1" => Math.Abs(x[0]) < 1e-5 ? x[0] + (x[0] * x[0] / 2) : Math.Exp(x[0]) - 1,
        "Log" => Math.Log(x[0]),
        "Log1p" => Math.Abs(x[0]) < 1e-5 ? x[0] - (x[0] * x[0] / 2) : Math.Log(1 + x[0]),
        "Sqrt" => Math.Sqrt(x[0]),
        "Rsqrt" => 1 / Math.Sqrt(x[0]),
        "Tanh" => Math.Tanh(x[0]),
        "Sigmoid" => 1 / (1 + Math.Exp(-x[0])),
        "Erf" => Erf(x[0]),
        "Sin" => Math.Sin(x[0]),
        "Cos" => Math.Cos(x[0]),
        "Relu" => Math.Max(x[0], 0),
        "Floor" => Math.Floor(x[0]),
        "Maximum" => Math.Max(x[0], x[1]),
        "Minimum" => Math.Min(x[0], x[1]),
        "Pow" => Math.Pow(x[0], x[1]),
        "Less" => x[0] < x[1] ? 1 : 0,
        "LessEqual" => x[0] <= x[1] ? 1 : 0,
        "Greater" => x[0] > x[1] ? 1 : 0,
        "GreaterEqual" => x[0] >= x[1] ? 1 : 0,
        "Equal" => x[0] == x[1] ? 1 : 0,
        "NotEqual" => x[0] != x[1] ? 1 : 0,
        "Where" => x[0] != 0 ? x[1] : x[2],
        "Cast" => x[0],
        _ => throw new NotSupportedException(function),
    };

    /// <summary>
    /// Near 0 the Maclaurin series 2/√π · Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)); farther out, where it cancels, 1 less the
    /// continued fraction e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))).
    /// </summary>
    public static double Erf(double x)
    {
        if (x < 0) return -Erf(-x);
        if (x > 2.5)
        {
            double fraction = x;
            for (int n = 80; n > 0; n--) fraction = x + (n / 2.0 / fraction);
            return 1 - (Math.Exp(-x * x) / Math.Sqrt(Math.PI) / fraction);
        }

        double power = x, sum = x;
        for (int n = 1; n < 60; n++)
        {
            power *= -x * x / n;
            sum += power / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
