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
        long bound = 0;
        foreach (long floats in alive) bound = Math.Max(bound, floats);
        var (offsets, size) = Improve(BySize(aligned), bound, aligned, buffers);
        if (size > bound)
        {
            var (others, height) = Improve(ByBreadth(aligned, buffers, alive), bound, aligned, buffers);
            if (height < size) (offsets, size) = (others, height);
        }

        return new MemoryPlan(offsets, size, bound);
    }

    /// <summary>The best plan of an order and of some changes of it.</summary>
    private static (long[] Offsets, long Size) Improve(
        List<int> order, long bound, long[] sizes, ReadOnlySpan<BufferInfo> buffers)
    {
        var (best, least) = Place(order, sizes, buffers);
        var (tried, height) = (best, least);
        for (int attempt = 0; attempt < Attempts && least > bound; attempt++)
        {
            // Of the buffers that reach the top, the last placed had the least choice.
            int highest = order.FindLastIndex(i => tried[i] + sizes[i] == height);
            if (highest <= 0) break;
            order.Insert(highest / 2, order[highest]);
            order.RemoveAt(highest + 1);
            (tried, height) = Place(order, sizes, buffers);
            if (height < least) (best, least) = (tried, height);
        }

        return (best, least);
    }

    private static List<int> BySize(long[] sizes)
    {
        var order = new List<int>(sizes.Length);
        for (int i = 0; i < sizes.Length; i++) order.Add(i);
        order.Sort((a, b) => sizes[a] == sizes[b] ? a.CompareTo(b) : sizes[b].CompareTo(sizes[a]));
        return order;
    }

    /// <summary>The buffers of the kernel where most is alive first, and of each kernel the largest.</summary>
    private static List<int> ByBreadth(long[] sizes, ReadOnlySpan<BufferInfo> buffers, long[] alive)
    {
        var order = new List<int>(sizes.Length);
        bool[] isIn = new bool[sizes.Length];
        var largestFirst = BySize(sizes);
        foreach (int kernel in BySize(alive))
        {
            foreach (int buffer in largestFirst)
            {
                if (isIn[buffer] || kernel < buffers[buffer].First || kernel > buffers[buffer].Last) continue;
                isIn[buffer] = true;
                order.Add(buffer);
            }
        }

        return order;
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
