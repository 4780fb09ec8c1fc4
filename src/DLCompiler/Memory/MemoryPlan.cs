using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Where each buffer of a program lies in its arena. Buffers that are never alive together share space: greedy by
/// size, the largest first, each into the smallest gap that holds it (Pisarchyk, Lee 2020, "Efficient memory
/// management for deep neural net inference", section 5.2).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MemoryPlan
{
    private readonly long[] _offsets;

    private MemoryPlan(long[] offsets, long size, long lowerBound) =>
        (_offsets, Size, LowerBound) = (offsets, size, lowerBound);

    /// <summary>Each buffer's offset in floats, a multiple of 16.</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>The arena's size in floats.</summary>
    public long Size { get; }

    /// <summary>What no plan can go below: the most floats that are alive at once.</summary>
    public long LowerBound { get; }

    /// <summary>Places buffers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static MemoryPlan Place(ReadOnlySpan<BufferInfo> buffers)
    {
        long[] aligned = new long[buffers.Length];
        for (int i = 0; i < buffers.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(buffers[i].Elements, nameof(buffers));
            aligned[i] = Arena.AlignUp((nint)buffers[i].Elements);
        }

        long[] offsets = new long[buffers.Length];
        long size = 0;
        var placed = new List<int>();
        foreach (int buffer in Enumerable.Range(0, aligned.Length).OrderByDescending(i => aligned[i]).ThenBy(i => i))
        {
            offsets[buffer] = FindGap(buffer, aligned, buffers, placed, offsets);
            size = Math.Max(size, offsets[buffer] + aligned[buffer]);
            placed.Insert(InsertionPoint(placed, offsets, offsets[buffer]), buffer);
        }

        return new MemoryPlan(offsets, size, MostAlive(aligned, buffers));
    }

    /// <summary>
    /// The start of the smallest gap between the buffers alive with this one; their end where none is large enough.
    /// </summary>
    private static long FindGap(
        int buffer, long[] sizes, ReadOnlySpan<BufferInfo> buffers, List<int> placedByOffset, long[] offsets)
    {
        long end = 0, best = -1, bestGap = long.MaxValue;
        foreach (int other in placedByOffset)
        {
            if (!buffers[buffer].Overlaps(buffers[other])) continue;
            long gap = offsets[other] - end;
            if (gap >= sizes[buffer] && gap < bestGap) (best, bestGap) = (end, gap);
            end = Math.Max(end, offsets[other] + sizes[other]);
        }

        return best >= 0 ? best : end;
    }

    private static int InsertionPoint(List<int> placed, long[] offsets, long offset)
    {
        int index = placed.FindIndex(other => offsets[other] > offset);
        return index < 0 ? placed.Count : index;
    }

    private static long MostAlive(long[] sizes, ReadOnlySpan<BufferInfo> buffers)
    {
        var changes = new SortedDictionary<int, long>();
        for (int i = 0; i < sizes.Length; i++)
        {
            changes[buffers[i].First] = changes.GetValueOrDefault(buffers[i].First) + sizes[i];
            changes[buffers[i].Last + 1] = changes.GetValueOrDefault(buffers[i].Last + 1) - sizes[i];
        }

        long alive = 0, most = 0;
        foreach (long change in changes.Values) most = Math.Max(most, alive += change);
        return most;
    }
}
