using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The error function.</summary>
internal static partial class VectorMath
{
    /// <summary>erf x: an odd polynomial near 0, and 1 − e^q(|x|) beyond, where q approximates ln(1 − erf).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x) where V : struct, ISimd<V>
    {
        // At 4 the result has rounded to 1.
        var t = V.Minimum(V.Create(4), V.Abs(x));
        var near = V.Fma(x, ErfNear(x * x), x);
        var far = CopySign(V.Create(1) - Exp(LogErfc(t)), x);
        return V.Select(V.MaskLess(V.Create(0.925f), t), far, near);
    }

    /// <summary>erf(x) / x − 1 by s = x² ≤ 0.86; leaves 2⁻²⁶ in erf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ErfNear<V>(V s) where V : struct, ISimd<V>
    {
        var p = V.Fma(V.Create(-0.000597083534f), s, V.Create(0.00498952577f));
        p = V.Fma(p, s, V.Create(-0.026764404f));
        p = V.Fma(p, s, V.Create(0.112817682f));
        p = V.Fma(p, s, V.Create(-0.376124918f));
        return V.Fma(p, s, V.Create(0.128379151f));
    }

    /// <summary>ln(1 − erf t) for 0.92 ≤ t ≤ 3.95; leaves 2⁻²⁹ in erf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogErfc<V>(V t) where V : struct, ISimd<V>
    {
        var p = V.Fma(V.Create(1.52582288e-6f), t, V.Create(-4.39530995e-5f));
        p = V.Fma(p, t, V.Create(0.000579936779f));
        p = V.Fma(p, t, V.Create(-0.00468485663f));
        p = V.Fma(p, t, V.Create(0.0262210984f));
        p = V.Fma(p, t, V.Create(-0.109749161f));
        p = V.Fma(p, t, V.Create(-0.632156312f));
        p = V.Fma(p, t, V.Create(-1.13005161f));
        return V.Fma(p, t, V.Create(0.000277825195f));
    }
}
