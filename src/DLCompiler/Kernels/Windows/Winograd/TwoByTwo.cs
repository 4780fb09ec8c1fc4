using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>F(2 × 2, 3 × 3), with the points 0, 1, −1 and ∞: 16 products instead of 36.</summary>
/// <remarks>Sums and differences are exact to a few roundings: the error stays near that of the plain sum.</remarks>
internal readonly struct TwoByTwo : IWinogradForm
{
    /// <inheritdoc/>
    public static nint Size => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Inputs<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<InputMap, V>(to, work);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Taps<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<TapMap, V>(to, work);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Outputs<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<OutputMap, V>(to, work);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void OutputGradients<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<OutputGradientMap, V>(to, work);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void TapGradients<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<TapGradientMap, V>(to, work);

    /// <summary>Bᵀ.</summary>
    private readonly struct InputMap : IAxisMap
    {
        public static nint From => 4;

        public static nint To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
        {
            V d0 = V.Load(from, 0, V.Count), d1 = V.Load(from, step, V.Count);
            V d2 = V.Load(from, 2 * step, V.Count), d3 = V.Load(from, 3 * step, V.Count);
            V.Store(d0 - d2, to, 0, V.Count);
            V.Store(d1 + d2, to, toStep, V.Count);
            V.Store(d2 - d1, to, 2 * toStep, V.Count);
            V.Store(d1 - d3, to, 3 * toStep, V.Count);
        }
    }

    /// <summary>G.</summary>
    private readonly struct TapMap : IAxisMap
    {
        public static nint From => 3;

        public static nint To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
        {
            V g0 = V.Load(from, 0, V.Count), g1 = V.Load(from, step, V.Count), g2 = V.Load(from, 2 * step, V.Count);
            var half = V.Create(0.5f);
            V edges = (g0 + g2) * half, middle = g1 * half;
            V.Store(g0, to, 0, V.Count);
            V.Store(edges + middle, to, toStep, V.Count);
            V.Store(edges - middle, to, 2 * toStep, V.Count);
            V.Store(g2, to, 3 * toStep, V.Count);
        }
    }

    /// <summary>Aᵀ.</summary>
    private readonly struct OutputMap : IAxisMap
    {
        public static nint From => 4;

        public static nint To => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
        {
            V m1 = V.Load(from, step, V.Count), m2 = V.Load(from, 2 * step, V.Count);
            V.Store(V.Load(from, 0, V.Count) + m1 + m2, to, 0, V.Count);
            V.Store(m1 - m2 - V.Load(from, 3 * step, V.Count), to, toStep, V.Count);
        }
    }

    /// <summary>A.</summary>
    private readonly struct OutputGradientMap : IAxisMap
    {
        public static nint From => 2;

        public static nint To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
        {
            V y0 = V.Load(from, 0, V.Count), y1 = V.Load(from, step, V.Count);
            V.Store(y0, to, 0, V.Count);
            V.Store(y0 + y1, to, toStep, V.Count);
            V.Store(y0 - y1, to, 2 * toStep, V.Count);
            V.Store(default(V) - y1, to, 3 * toStep, V.Count);
        }
    }

    /// <summary>Gᵀ.</summary>
    private readonly struct TapGradientMap : IAxisMap
    {
        public static nint From => 4;

        public static nint To => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V>
        {
            V m1 = V.Load(from, step, V.Count), m2 = V.Load(from, 2 * step, V.Count);
            var half = V.Create(0.5f);
            V sum = (m1 + m2) * half, difference = (m1 - m2) * half;
            V.Store(V.Load(from, 0, V.Count) + sum, to, 0, V.Count);
            V.Store(difference, to, toStep, V.Count);
            V.Store(sum + V.Load(from, 3 * step, V.Count), to, 2 * toStep, V.Count);
        }
    }
}
