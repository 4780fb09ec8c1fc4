using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Where each buffer of a program lies in its arena. Buffers that are never alive together share space: greedy by size
/// and greedy by breadth, each buffer into the smallest gap that holds it (Pisarchyk, Lee 2020, "Efficient memory
/// management for deep neural net inference", section 5). Where that leaves gaps, the buffers that came to lie highest
/// are placed earlier, and the best of all these plans is kept.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MemoryPlan
{
    private const int Attempts = 16;

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

        long[] alive = Alive(aligned, buffers);
        long bound = alive.Length == 0 ? 0 : alive.Max();
        var (offsets, size) = (new long[buffers.Length], long.MaxValue);
        foreach (var order in (ReadOnlySpan<List<int>>)[BySize(aligned), ByBreadth(aligned, buffers.ToArray(), alive)])
        {
            for (int attempt = 0; attempt < Attempts && size > bound; attempt++)
            {
                var (tried, height) = Place(order, aligned, buffers);
                if (height < size) (offsets, size) = (tried, height);

                // Of the buffers that reach the top, the last placed had the least choice.
                int highest = order.FindLastIndex(i => tried[i] + aligned[i] == height);
                if (highest <= 0) break;
                order.Insert(highest / 2, order[highest]);
                order.RemoveAt(highest + 1);
            }
        }

        return new MemoryPlan(offsets, bound == 0 ? 0 : size, bound);
    }

    private static List<int> BySize(long[] sizes) =>
        [.. Enumerable.Range(0, sizes.Length).OrderByDescending(i => sizes[i]).ThenBy(i => i)];

    /// <summary>The buffers of the kernel where most is alive first, and of each kernel the largest.</summary>
    private static List<int> ByBreadth(long[] sizes, BufferInfo[] buffers, long[] alive)
    {
        var largestFirst = BySize(sizes);
        var broadestFirst = Enumerable.Range(0, alive.Length).OrderByDescending(k => alive[k]).ThenBy(k => k);
        return [.. broadestFirst
            .SelectMany(k => largestFirst.Where(i => buffers[i].First <= k && k <= buffers[i].Last)).Distinct()];
    }

    private static (long[] Offsets, long Size) Place(List<int> order, long[] sizes, ReadOnlySpan<BufferInfo> buffers)
    {
        long[] offsets = new long[sizes.Length];
        long size = 0;
        var placed = new List<int>();
        foreach (int buffer in order)
        {
            offsets[buffer] = FindGap(buffer, sizes, buffers, placed, offsets);
            size = Math.Max(size, offsets[buffer] + sizes[buffer]);
            placed.Insert(InsertionPoint(placed, offsets, offsets[buffer]), buffer);
        }

        return (offsets, size);
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

    /// <summary>The floats that are alive at each kernel.</summary>
    private static long[] Alive(long[] sizes, ReadOnlySpan<BufferInfo> buffers)
    {
        int kernels = 0;
        foreach (var buffer in buffers) kernels = Math.Max(kernels, buffer.Last + 1);
        long[] alive = new long[kernels];
        for (int i = 0; i < sizes.Length; i++)
        {
            for (int kernel = buffers[i].First; kernel <= buffers[i].Last; kernel++) alive[kernel] += sizes[i];
        }

        return alive;
    }
}
