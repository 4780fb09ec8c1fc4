using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>A function of one argument: as vectors compute it, and as double precision knows it.</summary>
internal interface IFunction
{
    static abstract V Vector<V>(V x) where V : struct, ISimd<V>;

    static abstract double Reference(double x);
}

internal struct Exp : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Exp(x);
    public static double Reference(double x) => Math.Exp(x);
}

internal struct Expm1 : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Expm1(x);

    // Kahan: the error of u = eˣ cancels in (u − 1) / ln u.
    public static double Reference(double x)
    {
        var u = Math.Exp(x);
        if (u == 1 || double.IsInfinity(u)) return u == 1 ? x : u;
        return u - 1 == -1 ? -1 : (u - 1) * (x / Math.Log(u));
    }
}

internal struct Log : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Log(x);
    public static double Reference(double x) => Math.Log(x);
}

internal struct Log1p : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Log1p(x);

    public static double Reference(double x)
    {
        var u = 1 + x;
        if (u == 1 || double.IsPositiveInfinity(u)) return x;
        return u == 0 ? double.NegativeInfinity : Math.Log(u) * (x / (u - 1));
    }
}

internal struct Tanh : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Tanh(x);
    public static double Reference(double x) => Math.Tanh(x);
}

internal struct Sigmoid : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Sigmoid(x);
    public static double Reference(double x) => 1 / (1 + Math.Exp(-x));
}

internal struct Erf : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Erf(x);

    // 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign (Abramowitz and Stegun, 7.1.6).
    public static double Reference(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) > 5) return Math.Sign(x);
        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > 1e-16 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}

internal struct Sin : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Sin(x);
    public static double Reference(double x) => Math.Sin(x);
}

internal struct Cos : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Cos(x);
    public static double Reference(double x) => Math.Cos(x);
}

internal struct Sqrt : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Sqrt(x);
    public static double Reference(double x) => Math.Sqrt(x);
}

internal struct Rsqrt : IFunction
{
    public static V Vector<V>(V x) where V : struct, ISimd<V> => V.Rsqrt(x);
    public static double Reference(double x) => 1 / Math.Sqrt(x);
}
