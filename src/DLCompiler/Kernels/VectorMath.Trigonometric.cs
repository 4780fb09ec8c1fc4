using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Sine and cosine.</summary>
/// <remarks>
/// x = n·π/2 + r with |r| ≤ π/4, where π/2 is three floats: exact enough up to 2¹⁵ with a fused multiply-add. Lanes
/// beyond, and machines without, take the scalar function.
/// </remarks>
internal static unsafe partial class VectorMath
{
    private const float ReductionLimit = 1 << 15;
    private const float TwoOverPi = 0.636619772f;
    private const float HalfPi = 1.57079637f;
    private const float HalfPiMiddle = -4.37113883e-8f;
    private const float HalfPiLow = -1.71512451e-15f;

    /// <summary>sin x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x) where V : struct, ISimd<V>
    {
        if (!V.IsFused) return Lanes.Map(x, &Math.Sin);
        var far = V.MaskLess(V.Create(ReductionLimit), V.Abs(x));
        var near = Wave(x, quarterTurns: 0);

        // r = 0 · π/2 + x makes +0 of −0.
        near = V.Select(V.MaskEqual(x, V.Create(0)), x, near);
        return V.Any(far) ? V.Select(far, Lanes.Map(x, &Math.Sin), near) : near;
    }

    /// <summary>cos x = sin(x + π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x) where V : struct, ISimd<V>
    {
        if (!V.IsFused) return Lanes.Map(x, &Math.Cos);
        var far = V.MaskLess(V.Create(ReductionLimit), V.Abs(x));
        var near = Wave(x, quarterTurns: 1);
        return V.Any(far) ? V.Select(far, Lanes.Map(x, &Math.Cos), near) : near;
    }

    /// <summary>sin(x + quarterTurns · π/2) for |x| ≤ 2¹⁵: ±sin r or ±cos r by the quadrant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Wave<V>(V x, int quarterTurns) where V : struct, ISimd<V>
    {
        var n = Round(x * V.Create(TwoOverPi), out var quadrant);
        var r = V.Fma(n, V.Create(-HalfPi), x);
        r = V.Fma(n, V.Create(-HalfPiMiddle), r);
        r = V.Fma(n, V.Create(-HalfPiLow), r);

        quadrant = V.AddBits(quadrant, V.CreateBits(quarterTurns));
        var odd = V.ShiftRightSigned(V.ShiftLeft(quadrant, 31), 31);
        var negative = V.And(V.ShiftLeft(quadrant, 30), V.CreateBits(Sign));
        return V.Xor(V.Select(odd, CosNear(r), SinNear(r)), negative);
    }

    /// <summary>sin r = r + r³·S(r²) for |r| ≤ π/4; leaves 2⁻²⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinNear<V>(V r) where V : struct, ISimd<V>
    {
        var z = r * r;
        var p = V.Fma(V.Create(-0.000195172062f), z, V.Create(0.00833218452f));
        p = V.Fma(p, z, V.Create(-0.166666552f));
        return V.Fma(z * r, p, r);
    }

    /// <summary>cos r = 1 − r²/2 + r⁴·C(r²) for |r| ≤ π/4; leaves 2⁻³¹.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CosNear<V>(V r) where V : struct, ISimd<V>
    {
        var z = r * r;
        var p = V.Fma(V.Create(2.44543608e-5f), z, V.Create(-0.00138875714f));
        p = V.Fma(p, z, V.Create(0.041666653f));
        return V.Fma(z * z, p, V.Fma(z, V.Create(-0.5f), V.Create(1)));
    }
}
