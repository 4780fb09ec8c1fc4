using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The power function.</summary>
internal static unsafe partial class VectorMath
{
    // 2 / ln 2 as two floats.
    private const float TwoOverLn2High = 2.88539004f;
    private const float TwoOverLn2Low = 3.85192607e-8f;

    /// <summary>xʸ as IEEE 754's pow: x⁰ = 1ʸ = 1 even for NaN; a negative x has integer powers only.</summary>
    /// <remarks>
    /// 2^(y·log₂|x|), where the logarithm and the product are sums of two floats: an error of the exponent becomes
    /// one of the result, 128 times larger relatively. The errors of products come from a fused multiply-add; a
    /// machine without one takes the scalar function.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pow<V>(V x, V y) where V : struct, ISimd<V>
    {
        if (!V.IsFused) return Lanes.Map(x, y, &Math.Pow);

        var magnitude = V.Abs(x);
        var result = PowPositive(magnitude, y);
        result = WithLimits(result, magnitude, y);
        result = WithSign(result, x, y);

        var one = V.Create(1);
        return V.Select(V.Or(V.MaskEqual(x, one), V.MaskEqual(y, V.Create(0))), one, result);
    }

    /// <summary>xʸ for finite x &gt; 0 and finite y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowPositive<V>(V x, V y) where V : struct, ISimd<V>
    {
        var high = Log2(x, out var low);
        var product = y * high;
        var rest = V.Fma(y, low, V.Fma(y, high, -product));

        // Far outside the exponents of floats only the direction matters; there the rest may be infinite or NaN.
        var limit = V.Create(512);
        rest = V.Select(V.MaskLess(V.Abs(product), limit), rest, V.Create(0));
        product = Clamp(product, -250, 250);

        var n = Round(product, out var exponent);
        var r = (product - n + rest) * V.Create(Ln2);
        return Scale(V.Fma(r * r, ExpTail(r), r) + V.Create(1), exponent);
    }

    /// <summary>log₂ x as a sum of two floats, for finite x &gt; 0.</summary>
    /// <remarks>log₂(1 + f) = 2/ln 2 · (s + s³/3 + s⁵/5 + …) with s = f / (2 + f).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log2<V>(V x, out V low) where V : struct, ISimd<V>
    {
        var e = Split(x, out var f);

        var two = V.Create(2);
        var divisor = two + f;
        var divisorLow = f - (divisor - two);
        var s = f / divisor;
        var sLow = V.Fma(-s, divisorLow, V.Fma(-s, divisor, f)) / divisor;

        // L(z) = (log₂((1 + s) / (1 − s)) − 2s/ln 2) / s³ by z = s² ≤ 0.0297; leaves 2⁻³⁶ in log₂(1 + f).
        var z = s * s;
        var p = V.Fma(V.Create(0.33678326f), z, V.Create(0.411915094f));
        p = V.Fma(p, z, V.Create(0.577078938f));
        p = V.Fma(p, z, V.Create(0.961796701f));

        var factor = V.Create(TwoOverLn2High);
        var main = s * factor;
        var rest = V.Fma(s, factor, -main);
        rest = V.Fma(s, V.Create(TwoOverLn2Low), rest);
        rest = V.Fma(sLow, factor, rest);
        rest = V.Fma(s * z, p, rest);

        // |e| ≥ 1 > |main| or e = 0: the quick two-sum is exact; twice, as rest may reach into the sum's last bits.
        var sum = e + main;
        rest = main - (sum - e) + rest;
        var high = sum + rest;
        low = rest - (high - sum);
        return high;
    }

    /// <summary>The limits for |x| = 0, |x| = ∞ and |y| = ∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithLimits<V>(V result, V magnitude, V y) where V : struct, ISimd<V>
    {
        var zero = V.Create(0);
        var one = V.Create(1);
        var infinity = V.Create(float.PositiveInfinity);

        var grows = V.Xor(V.MaskLess(one, magnitude), V.MaskLess(y, zero));
        var limit = V.Select(grows, infinity, zero);
        limit = V.Select(V.MaskEqual(magnitude, one), one, limit);

        var atLimit = V.Or(V.MaskEqual(magnitude, zero), V.MaskEqual(magnitude, infinity));
        atLimit = V.Or(atLimit, V.MaskEqual(V.Abs(y), infinity));
        result = V.Select(atLimit, limit, result);

        // NaN in, NaN out.
        var ordered = V.And(V.MaskEqual(magnitude, magnitude), V.MaskEqual(y, y));
        return V.Select(ordered, result, V.Create(float.NaN));
    }

    /// <summary>
    /// An odd power has the sign of x; another power of a finite negative x that is not an integer is NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSign<V>(V result, V x, V y) where V : struct, ISimd<V>
    {
        var half = y * V.Create(0.5f);
        var integer = V.MaskEqual(V.Floor(y), y);
        var even = V.MaskEqual(V.Floor(half), half);
        var odd = V.Select(even, V.Create(0), integer);
        var signed = V.Or(result, V.And(V.And(odd, x), V.CreateBits(Sign)));

        var finiteNegative = V.And(
            V.MaskLess(x, V.Create(0)), V.MaskLess(V.Create(float.NegativeInfinity), x));
        var undefined = V.Select(integer, V.Create(0), finiteNegative);
        return V.Select(undefined, V.Create(float.NaN), signed);
    }
}
