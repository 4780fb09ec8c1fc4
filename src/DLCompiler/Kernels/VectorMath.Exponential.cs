using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The exponential and what is made of it.</summary>
internal static partial class VectorMath
{
    // ln 2 = Ln2High + Ln2Low; the first has 9 bits, so that its product with an exponent is exact without FMA too.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194442e-4f;

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ISimd<V>
    {
        // Beyond 89 the result is infinite. Below −104 it is 0, but so that no product has to be rounded to 0, which takes
        // processors a hundred cycles: −176 is −254·ln 2, of which Scale multiplies by 0 itself.
        ReduceByLn2(Clamp(x, -176, 89), out var r, out var exponent);
        return Scale(V.Fma(r * r, ExpTail(r), r) + V.Create(1), exponent);
    }

    /// <summary>eˣ − 1, accurate near 0.</summary>
    /// <remarks>
    /// With x = n·ln2 + r it is 2ⁿ(eʳ − 1) + (2ⁿ − 1), from halves so that n = 128 does not overflow.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x) where V : struct, ISimd<V>
    {
        // Below −18 the result is −1.
        ReduceByLn2(Clamp(x, -18, 89), out var r, out var exponent);
        var power = PowerOfTwo(V.SubtractBits(exponent, V.CreateBits(1)));
        var half = V.Fma(power, V.Fma(r * r, ExpTail(r), r), power - V.Create(0.5f));

        // A tiny x is its own result; halving would cost a subnormal its last bit, and −0 its sign.
        return V.Select(V.MaskLess(V.Abs(x), V.Create(1e-10f)), x, half + half);
    }

    /// <summary>tanh x = (e²ˣ − 1) / (e²ˣ + 1), of |x| with the sign put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, ISimd<V>
    {
        // At 10 the result has long rounded to 1.
        var twice = V.Minimum(V.Create(20), V.Abs(x + x));
        var e = Expm1(twice);
        return CopySign(e / (e + V.Create(2)), x);
    }

    /// <summary>1 / (1 + e⁻ˣ), from e^−|x|, which does not overflow and keeps tiny results accurate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, ISimd<V>
    {
        var e = Exp(-V.Abs(x));
        var one = V.Create(1);
        return V.Select(V.MaskLess(x, V.Create(0)), e, one) / (one + e);
    }

    /// <summary>x = exponent·ln 2 + r with |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceByLn2<V>(V x, out V r, out V exponent) where V : struct, ISimd<V>
    {
        var n = Round(x * V.Create(Log2E), out exponent);
        r = V.Fma(n, V.Create(-Ln2High), x);
        r = V.Fma(n, V.Create(-Ln2Low), r);
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ 0.3483; leaves 2⁻²⁶ in eʳ − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpTail<V>(V r) where V : struct, ISimd<V>
    {
        var p = V.Fma(V.Create(0.00138430984f), r, V.Create(0.0083672069f));
        p = V.Fma(p, r, V.Create(0.0416677222f));
        p = V.Fma(p, r, V.Create(0.166665375f));
        return V.Fma(p, r, V.Create(0.49999997f));
    }
}
