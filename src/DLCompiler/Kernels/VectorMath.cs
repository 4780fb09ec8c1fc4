using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The transcendental functions of models, written once for all vector widths, within 4 ulp.</summary>
/// <remarks>
/// The polynomials are minimax fits of our own (Remez exchange on the relative error of the whole function, in 120-bit
/// arithmetic, coefficients rounded to float one by one from the lowest with the rest fitted anew). Each states what it
/// approximates, where, and the relative error of the function that it leaves; an ulp is 2⁻²³ or 2⁻²⁴ of a value.
/// </remarks>
internal static partial class VectorMath
{
    private const float Ln2 = 0.6931472f;
    private const float Log2E = 1.442695f;

    // Adding 1.5·2²³ rounds to an integer, which then stands in the low bits of the float.
    private const float Rounder = 12582912;

    private const int ExponentBias = 127;
    private const int MantissaBits = 23;

    private const int Magnitude = 0x7FFFFFFF; // all bits but the sign
    private const int Sign = int.MinValue;

    /// <summary>2ⁿ for n from −126 to 127, given as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<V>(V n) where V : struct, ISimd<V> =>
        V.ShiftLeft(V.AddBits(n, V.CreateBits(ExponentBias)), MantissaBits);

    /// <summary>
    /// x · 2ⁿ for n from −254 to 254, given as integers. In two steps, as 2ⁿ alone may overflow or vanish; it rounds
    /// once. From −253 down a factor is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scale<V>(V x, V n) where V : struct, ISimd<V>
    {
        var half = V.ShiftRightSigned(n, 1);
        return x * PowerOfTwo(half) * PowerOfTwo(V.SubtractBits(n, half));
    }

    /// <summary>x rounded to an integer, as a float and as bits; |x| &lt; 2²².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Round<V>(V x, out V bits) where V : struct, ISimd<V>
    {
        var shifted = x + V.Create(Rounder);
        bits = V.SubtractBits(shifted, V.Create(Rounder));
        return shifted - V.Create(Rounder);
    }

    /// <summary>The magnitude of the first with the sign of the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CopySign<V>(V magnitude, V sign) where V : struct, ISimd<V> =>
        V.Select(V.CreateBits(Magnitude), magnitude, sign);

    // With the constants first the JIT sees that they are not NaN, and one instruction is left of each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Clamp<V>(V x, float low, float high) where V : struct, ISimd<V> =>
        V.Minimum(V.Create(high), V.Maximum(V.Create(low), x));
}
