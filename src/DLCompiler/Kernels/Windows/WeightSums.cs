using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>What both ways to a weight's gradient share: products of planes with panels, summed block by block.</summary>
internal static class WeightSums
{
    /// <summary>Outputs that are summed in registers at a time: so many rows of a panel stay in the first-level cache.</summary>
    public const nint Depth = 256;

    /// <summary>Multiplies rows by a panel, and adds the product to sums, or begins them with it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="panel">The panel, from the first row's element on.</param>
    /// <param name="depth">How many elements.</param>
    /// <param name="tile">Room for a tile.</param>
    /// <param name="sums">The sums of the first row.</param>
    /// <param name="stride">From a row's sums to the next's.</param>
    /// <param name="isFirst">Whether the sums begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<V, B>(
        in RowsOfA rows, nint count, B panel, nint depth, Floats tile, Floats sums, nint stride, bool isFirst)
        where V : struct, ISimd<V>
        where B : struct, IRowsOfB
    {
        Microkernel.Multiply<V, B>(rows, count, panel, depth, tile);
        for (; count > 0; count--, tile += 2 * V.Count, sums += stride)
        {
            V sum0 = V.Load(tile, 0, V.Count), sum1 = V.Load(tile, V.Count, V.Count);
            if (!isFirst)
            {
                sum0 += V.Load(sums, 0, V.Count);
                sum1 += V.Load(sums, V.Count, V.Count);
            }

            V.Store(sum0, sums, 0, V.Count);
            V.Store(sum1, sums, V.Count, V.Count);
        }
    }
}
