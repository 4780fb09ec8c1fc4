using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The transformations of tiles in a form: its maps, along both axes.</summary>
internal static class WinogradTiles<F> where F : struct, IWinogradForm
{
    /// <summary>Bᵀ d B, of the inputs of a tile.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Inputs<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<InputMap, V>(to, work);

    /// <summary>G g Gᵀ, of the taps of a window.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Taps<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<TapMap, V>(to, work);

    /// <summary>Aᵀ m A, of products: the outputs of a tile.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Outputs<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<OutputMap, V>(to, work);

    /// <summary>A y Aᵀ, of the gradients of a tile's outputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void OutputGradients<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<OutputGradientMap, V>(to, work);

    /// <summary>Gᵀ m G, of sums of products: the gradients of the taps.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void TapGradients<V>(in TileVectors from, in TileVectors to, Floats work) where V : struct, ISimd<V> =>
        from.Map<TapGradientMap, V>(to, work);

    private readonly struct InputMap : IAxisMap
    {
        public static nint From => F.Size + 2;

        public static nint To => F.Size + 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V> =>
            F.Inputs<V>(from, step, to, toStep);
    }

    private readonly struct TapMap : IAxisMap
    {
        public static nint From => 3;

        public static nint To => F.Size + 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V> =>
            F.Taps<V>(from, step, to, toStep);
    }

    private readonly struct OutputMap : IAxisMap
    {
        public static nint From => F.Size + 2;

        public static nint To => F.Size;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V> =>
            F.Outputs<V>(from, step, to, toStep);
    }

    private readonly struct OutputGradientMap : IAxisMap
    {
        public static nint From => F.Size;

        public static nint To => F.Size + 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V> =>
            F.OutputGradients<V>(from, step, to, toStep);
    }

    private readonly struct TapGradientMap : IAxisMap
    {
        public static nint From => F.Size + 2;

        public static nint To => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(Floats from, nint step, Floats to, nint toStep) where V : struct, ISimd<V> =>
            F.TapGradients<V>(from, step, to, toStep);
    }
}
