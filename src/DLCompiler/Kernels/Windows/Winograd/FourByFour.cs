using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>F(4 × 4, 3 × 3), with the points 0, 1, −1, ½, −2 and ∞: 36 products instead of 144.</summary>
/// <remarks>
/// ½ and −2 balance each other: with 2 and −2 the error is more than twice as large. It is some 3e-6 of the largest output, for 32
/// channels and for 512; that of the plain sum is some 5e-7.
/// </remarks>
internal readonly struct FourByFour : IWinogradForm
{
    /// <inheritdoc/>
    public static nint Size => 4;

    /// <inheritdoc/>
    /// <remarks>Bᵀ, whose rows are differences of what x² + 1.5x − 1, the product of x − ½ and x + 2, makes of neighbours.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inputs<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V d0 = V.Load(from, 0, V.Count), d1 = V.Load(from, step, V.Count), d2 = V.Load(from, 2 * step, V.Count);
        V d3 = V.Load(from, 3 * step, V.Count), d4 = V.Load(from, 4 * step, V.Count), d5 = V.Load(from, 5 * step, V.Count);
        V factor = V.Create(1.5f), d42 = d4 - d2, d31 = d3 - d1;
        V q0 = V.Fma(factor, d1, d2 - d0), q1 = V.Fma(factor, d2, d31), q2 = V.Fma(factor, d3, d42);
        V q3 = V.Fma(factor, d4, d5 - d3);
        V.Store(q2 - q0, to, 0, V.Count);
        V.Store(q2 + q1, to, toStep, V.Count);
        V.Store(q2 - q1, to, 2 * toStep, V.Count);
        V.Store(V.Fma(V.Create(2f), d31, d42), to, 3 * toStep, V.Count);
        V.Store(V.Fma(V.Create(-0.5f), d31, d42), to, 4 * toStep, V.Count);
        V.Store(q3 - q1, to, 5 * toStep, V.Count);
    }

    /// <inheritdoc/>
    /// <remarks>G, with M′(p) = 1, 3, −3, −15/16 and 15.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Taps<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V g0 = V.Load(from, 0, V.Count), g1 = V.Load(from, step, V.Count), g2 = V.Load(from, 2 * step, V.Count);
        V third = V.Create(1f / 3), edges = g0 + g2;
        V.Store(g0, to, 0, V.Count);
        V.Store((edges + g1) * third, to, toStep, V.Count);
        V.Store((g1 - edges) * third, to, 2 * toStep, V.Count);
        V.Store(V.Fma(V.Create(2f), g1, V.Fma(V.Create(4f), g0, g2)) * V.Create(-4f / 15), to, 3 * toStep, V.Count);
        V.Store(V.Fma(V.Create(-2f), g1, V.Fma(V.Create(4f), g2, g0)) * V.Create(1f / 15), to, 4 * toStep, V.Count);
        V.Store(g2, to, 5 * toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Outputs<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V m1 = V.Load(from, step, V.Count), m2 = V.Load(from, 2 * step, V.Count);
        V m3 = V.Load(from, 3 * step, V.Count), m4 = V.Load(from, 4 * step, V.Count);
        V sum = m1 + m2, difference = m1 - m2;
        V.Store(V.Load(from, 0, V.Count) + sum + (m3 + m4), to, 0, V.Count);
        V.Store(V.Fma(V.Create(0.5f), m3, V.Fma(V.Create(-2f), m4, difference)), to, toStep, V.Count);
        V.Store(V.Fma(V.Create(0.25f), m3, V.Fma(V.Create(4f), m4, sum)), to, 2 * toStep, V.Count);
        V.Store(
            V.Fma(V.Create(0.125f), m3, V.Fma(V.Create(-8f), m4, difference)) + V.Load(from, 5 * step, V.Count),
            to, 3 * toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradients<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V y0 = V.Load(from, 0, V.Count), y1 = V.Load(from, step, V.Count);
        V y2 = V.Load(from, 2 * step, V.Count), y3 = V.Load(from, 3 * step, V.Count);
        V even = y0 + y2, odd = y1 + y3;
        V.Store(y0, to, 0, V.Count);
        V.Store(even + odd, to, toStep, V.Count);
        V.Store(even - odd, to, 2 * toStep, V.Count);
        V.Store(
            V.Fma(V.Create(0.5f), V.Fma(V.Create(0.25f), y3, y1), V.Fma(V.Create(0.25f), y2, y0)), to, 3 * toStep, V.Count);
        V.Store(V.Fma(V.Create(-2f), V.Fma(V.Create(4f), y3, y1), V.Fma(V.Create(4f), y2, y0)), to, 4 * toStep, V.Count);
        V.Store(y3, to, 5 * toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TapGradients<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V m1 = V.Load(from, step, V.Count), m2 = V.Load(from, 2 * step, V.Count), third = V.Create(1f / 3);
        V m3 = V.Load(from, 3 * step, V.Count) * V.Create(-4f / 15), m4 = V.Load(from, 4 * step, V.Count) * V.Create(1f / 15);
        V sum = (m1 + m2) * third, difference = (m1 - m2) * third;
        V.Store(V.Fma(V.Create(4f), m3, V.Load(from, 0, V.Count) + difference) + m4, to, 0, V.Count);
        V.Store(V.Fma(V.Create(2f), m3, V.Fma(V.Create(-2f), m4, sum)), to, toStep, V.Count);
        V.Store(V.Fma(V.Create(4f), m4, difference + m3) + V.Load(from, 5 * step, V.Count), to, 2 * toStep, V.Count);
    }
}
