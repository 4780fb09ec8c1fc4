using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The block sizes of products: the only place that knows about registers.</summary>
/// <remarks>
/// After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), and BLIS; but a tile takes a longer
/// part of K, whose sums stay in the first-level cache, as reading B from the second level keeps up with the microkernel, and
/// reading and writing C for each block of K does not.
/// Only <see cref="Depth"/> shows in the result, by the order of summation: it is a function of K alone. All others
/// may change with the machine.
/// </remarks>
internal static class GemmBlocks
{
    /// <summary>The K block's upper limit: so many products are summed in a register before they are added to others.</summary>
    private const nint MaxDepth = 256;

    /// <summary>
    /// Rows of A and columns of B that are packed at a time, and how many floats of each: 16 MiB, which bounds the memory. They are
    /// read so slowly, a panel of B once for a block of A, that no cache has to hold them.
    /// </summary>
    public const nint ChunkRows = 2040;

    /// <inheritdoc cref="ChunkRows"/>
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

    /// <summary>How much of K a tile takes at a time: a multiple of the K block.</summary>
    public static nint Pass<V>(nint depth) where V : struct, ISimd<V> =>
        nint.Max(1, CacheSizes.Current.Panel / (Columns<V>() * depth)) * depth;

    /// <summary>Rows of A, a multiple of a tile's, that take panels of B one after the other.</summary>
    public static nint BlockRows<V>(nint pass) where V : struct, ISimd<V> =>
        nint.Max(1, CacheSizes.Current.LeftBlock / (Rows<V>() * pass)) * Rows<V>();

    /// <summary>How much of K is packed at a time: a multiple of the K block.</summary>
    public static nint Span(nint rows, nint columns, nint depth)
    {
        var widest = nint.Max(nint.Min(rows, ChunkRows), nint.Min(columns, ChunkColumns));
        return nint.Max(1, ChunkFloats / (widest * depth)) * depth;
    }
}
