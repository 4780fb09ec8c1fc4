using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The natural logarithm.</summary>
internal static partial class VectorMath
{
    private const float SmallestNormal = 1.17549435e-38f;
    private const float SquareRootOfHalf = 0.70710678f;

    /// <summary>ln x; −∞ for 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, ISimd<V> => LogCorrected(x, V.Create(0));

    /// <summary>ln(1 + x), accurate near 0.</summary>
    /// <remarks>
    /// With u = 1 + x rounded and d what the rounding lost (exactly: Knuth's two-sum), ln(u + d) = ln u + d/u but for
    /// (d/u)².
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x) where V : struct, ISimd<V>
    {
        var one = V.Create(1);
        var u = one + x;
        var virtualX = u - one;
        var lost = x - virtualX + (one - (u - virtualX));
        var result = LogCorrected(u, lost / u);

        // A tiny x is its own result, with its sign; and infinity has lost nothing.
        result = V.Select(V.MaskLess(V.Abs(x), V.Create(1e-10f)), x, result);
        return V.Select(V.MaskEqual(x, V.Create(float.PositiveInfinity)), x, result);
    }

    /// <summary>ln x + correction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogCorrected<V>(V x, V correction) where V : struct, ISimd<V>
    {
        var e = Split(x, out var f);

        // ln(1 + f) = f − f²/2 + f³·LogTail(f); the small terms first.
        var square = f * f;
        var low = V.Fma(e, V.Create(Ln2Low), correction);
        low = V.Fma(square * f, LogTail(f), low);
        low = V.Fma(square, V.Create(-0.5f), low);
        var result = V.Fma(e, V.Create(Ln2High), f + low);

        result = V.Select(V.MaskLess(x, V.Create(float.PositiveInfinity)), result, x);
        result = V.Select(V.MaskLess(x, V.Create(0)), V.Create(float.NaN), result);
        return V.Select(V.MaskEqual(x, V.Create(0)), V.Create(float.NegativeInfinity), result);
    }

    /// <summary>x = 2ᵉ(1 + f) with √½ ≤ 1 + f &lt; √2, for positive finite x; returns e.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Split<V>(V x, out V f) where V : struct, ISimd<V>
    {
        var subnormal = V.MaskLess(x, V.Create(SmallestNormal));
        var normal = V.Select(subnormal, x * V.Create(1 << MantissaBits), x);

        // Taking away the bits of √½ moves the border of the exponent from 1 to √½.
        var offset = V.SubtractBits(normal, V.Create(SquareRootOfHalf));
        var exponent = V.ShiftRightSigned(offset, MantissaBits);
        f = V.SubtractBits(normal, V.ShiftLeft(exponent, MantissaBits)) - V.Create(1);
        return V.FromInteger(exponent) - V.And(subnormal, V.Create(MantissaBits));
    }

    /// <summary>(ln(1 + f) − f + f²/2) / f³ for √½ ≤ 1 + f ≤ √2; leaves 2⁻²⁷ in ln(1 + f).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogTail<V>(V f) where V : struct, ISimd<V>
    {
        var p = V.Fma(V.Create(0.0650676787f), f, V.Create(-0.115139917f));
        p = V.Fma(p, f, V.Create(0.118909582f));
        p = V.Fma(p, f, V.Create(-0.124298178f));
        p = V.Fma(p, f, V.Create(0.142236233f));
        p = V.Fma(p, f, V.Create(-0.166667655f));
        p = V.Fma(p, f, V.Create(0.200017929f));
        p = V.Fma(p, f, V.Create(-0.250000268f));
        return V.Fma(p, f, V.Create(0.333333194f));
    }
}
