using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>F(2 × 2, 3 × 3), with the points 0, 1, −1 and ∞: 16 products instead of 36.</summary>
/// <remarks>Sums and differences are exact to a few roundings: the error stays near that of the plain sum.</remarks>
internal readonly struct TwoByTwo : IWinogradForm
{
    /// <inheritdoc/>
    public static nint Size => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inputs<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V d0 = V.Load(from, 0, V.Count), d1 = V.Load(from, step, V.Count);
        V d2 = V.Load(from, 2 * step, V.Count), d3 = V.Load(from, 3 * step, V.Count);
        V.Store(d0 - d2, to, 0, V.Count);
        V.Store(d1 + d2, to, toStep, V.Count);
        V.Store(d2 - d1, to, 2 * toStep, V.Count);
        V.Store(d1 - d3, to, 3 * toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Taps<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V g0 = V.Load(from, 0, V.Count), g1 = V.Load(from, step, V.Count), g2 = V.Load(from, 2 * step, V.Count);
        var half = V.Create(0.5f);
        V edges = (g0 + g2) * half, middle = g1 * half;
        V.Store(g0, to, 0, V.Count);
        V.Store(edges + middle, to, toStep, V.Count);
        V.Store(edges - middle, to, 2 * toStep, V.Count);
        V.Store(g2, to, 3 * toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Outputs<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V m1 = V.Load(from, step, V.Count), m2 = V.Load(from, 2 * step, V.Count);
        V.Store(V.Load(from, 0, V.Count) + m1 + m2, to, 0, V.Count);
        V.Store(m1 - m2 - V.Load(from, 3 * step, V.Count), to, toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OutputGradients<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V y0 = V.Load(from, 0, V.Count), y1 = V.Load(from, step, V.Count);
        V.Store(y0, to, 0, V.Count);
        V.Store(y0 + y1, to, toStep, V.Count);
        V.Store(y0 - y1, to, 2 * toStep, V.Count);
        V.Store(default(V) - y1, to, 3 * toStep, V.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TapGradients<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
    {
        V m1 = V.Load(from, step, V.Count), m2 = V.Load(from, 2 * step, V.Count);
        var half = V.Create(0.5f);
        V sum = (m1 + m2) * half, difference = (m1 - m2) * half;
        V.Store(V.Load(from, 0, V.Count) + sum, to, 0, V.Count);
        V.Store(difference, to, toStep, V.Count);
        V.Store(sum + V.Load(from, 3 * step, V.Count), to, 2 * toStep, V.Count);
    }
}
