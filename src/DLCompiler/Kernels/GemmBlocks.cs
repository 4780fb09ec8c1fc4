using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The block sizes of products: the only place that knows about registers.</summary>
/// <remarks>
/// After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), with the roles of A and B exchanged: a
/// block of B stays in the second-level cache while panels of A pass. So results are written along their rows, and what an
/// epilogue writes besides, too; and a panel of A is packed where it is used, if at all.
/// Only <see cref="Depth"/> shows in the result, by the order of summation: it is a function of K alone. All others
/// may change with the machine.
/// </remarks>
internal static class GemmBlocks
{
    /// <summary>The K block's upper limit: so many products are summed in a register before they are added to others.</summary>
    private const nint MaxDepth = 256;

    /// <summary>
    /// Columns of B that are packed at a time, and how many floats: 16 MiB, which bounds the memory. Blocks are read so slowly, once
    /// for all rows, that no cache has to hold the others.
    /// </summary>
    public const nint ChunkColumns = 2048;

    private const nint ChunkFloats = 1 << 22;

    /// <summary>
    /// Rows of the microkernel. With two vectors of columns that makes 24 accumulators of the 32 registers of
    /// AVX-512, and 12 of 16 elsewhere: enough to hide the latency of the multiply-adds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Rows<V>() where V : struct, ISimd<V> => V.Count == 16 ? 12 : 6;

    /// <summary>Columns of the microkernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Columns<V>() where V : struct, ISimd<V> => 2 * V.Count;

    /// <summary>The K block: K cut into equal parts that are not above the limit.</summary>
    public static nint Depth(nint k) => Blocks.Ceiling(k, Blocks.Ceiling(k, MaxDepth));

    /// <summary>
    /// How much of K a tile takes at a time: a multiple of the K block, and about as much as columns, so that panels of A and tiles
    /// of C come and go equally seldom.
    /// </summary>
    public static nint Pass(nint depth) => nint.Max(1, (nint)Math.Sqrt(CacheSizes.Current.Operand) / depth) * depth;

    /// <summary>Panels of B that stay while those of A pass.</summary>
    public static nint BlockPanels<V>(nint pass) where V : struct, ISimd<V> =>
        nint.Max(1, CacheSizes.Current.Operand / (Columns<V>() * pass));

    /// <summary>Rows of a weight, a multiple of a tile's, that stay while tiles of an image pass.</summary>
    public static nint BlockRows<V>(nint depth) where V : struct, ISimd<V> =>
        nint.Max(1, CacheSizes.Current.Operand / (Rows<V>() * depth)) * Rows<V>();

    /// <summary>How much of K is packed at a time: a multiple of the K block.</summary>
    public static nint Span(nint columns, nint depth) => nint.Max(1, ChunkFloats / (nint.Min(columns, ChunkColumns) * depth)) * depth;
}
