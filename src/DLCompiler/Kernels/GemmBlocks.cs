using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The block sizes of the packed product: the only place that knows about registers and caches.</summary>
/// <remarks>
/// After Goto and van de Geijn, "Anatomy of high-performance matrix multiplication" (2008), and BLIS.
/// Only <see cref="Depth"/> shows in the result, by the order of summation: it is a function of K alone. All others
/// may change with the machine.
/// </remarks>
internal static class GemmBlocks
{
    /// <summary>
    /// The K block's upper limit: a panel of B, 256 × 32 floats, stays in the first-level cache while all panels of a block
    /// of A pass.
    /// </summary>
    private const nint MaxDepth = 256;

    /// <summary>
    /// Rows of A that stay in the second-level cache: 120 × 256 floats are 120 KiB. A multiple of both row counts.
    /// </summary>
    public const nint BlockRows = 120;

    /// <summary>
    /// Rows of A and columns of B that are packed at a time, and how many floats of each: 4 MiB, for the last-level
    /// cache.
    /// </summary>
    public const nint ChunkRows = 2040;

    /// <inheritdoc cref="ChunkRows"/>
    public const nint ChunkColumns = 2048;

    private const nint ChunkFloats = 1 << 20;

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

    /// <summary>How much of K is packed at a time: a multiple of the K block.</summary>
    public static nint Span(nint rows, nint columns, nint depth)
    {
        var widest = nint.Max(nint.Min(rows, ChunkRows), nint.Min(columns, ChunkColumns));
        return nint.Max(1, ChunkFloats / (widest * depth)) * depth;
    }
}
