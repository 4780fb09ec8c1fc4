namespace DLCompiler.Gpu;

using System;
using ILGPU;
using ILGPU.Runtime;

/// <summary>Integers in memory as a list: equal runs, evenly spaced.</summary>
internal struct IndexList(Ints data, nint count, nint stride = 1, nint runs = 1, nint runStride = 0)
{
    public Ints Data = data;
    public int Count = checked((int)count);
    public int Stride = checked((int)stride);
    public int Runs = checked((int)runs);
    public int RunStride = checked((int)runStride);

    public int this[int position] => Data[position / Count * RunStride + position % Count * Stride];
}

/// <summary>
/// Sums of rows that indices send to the same place: the gradient of a table. The positions are sorted by index, so that the
/// terms of each sum lie together and are added in the order of the positions, the same each time; or, where that is not
/// asked for, they are added as threads come.
/// </summary>
internal static class Scatter
{
    /// <summary>sums[r] = Σ values[k] over all k with indices[k] = r; 0 where there is none.</summary>
    public static void Add<P>(Device device, Floats sums, nint rows, nint columns, P values, IndexList indices)
        where P : struct, IElements<P>
    {
        int count = indices.Count * indices.Runs;
        device.Fill(sums, 0f, rows * columns);
        if (count == 0) return;
        if (!device.Options.Deterministic)
        {
            device.Map(new AddAtomically<P>(sums, values, indices, (int)columns), count * columns);
            return;
        }

        // A bitonic sort (Batcher 1968) of keys that are all different, padded to a power of two: what is near in shared memory.
        int length = 1;
        while (length < count) length *= 2;
        var memory = device.Workspace(2L * length);
        var keys = memory.View.SubView(memory.Offset, 2L * length).Cast<long>();
        device.Map(new Keys(keys, indices, count), length);
        int threads = 1;
        while (2 * threads <= device.GroupSize) threads *= 2;
        int run = Math.Min(length, 2 * threads);
        SortRuns(device, keys, length, run, 2, run);
        for (int block = 2 * run; block <= length; block *= 2)
        {
            for (int distance = block / 2; distance >= run; distance /= 2)
                device.Map(new Exchange(keys, block, distance), length / 2);
            SortRuns(device, keys, length, run, block, block);
        }

        device.Map(new SumOfSegments<P>(sums, values, keys, count, (int)columns), count * columns);
    }

    /// <summary>The exchanges of some blocks that stay within runs of keys: a group brings a run into shared memory.</summary>
    private static void SortRuns(Device device, ArrayView<long> keys, int length, int run, int firstBlock, int lastBlock)
    {
        if (run < 2) return;
        device.Load<Action<AcceleratorStream, KernelConfig, Runs>>(nameof(SortRun), static a => a.LoadKernel<Runs>(SortRun))(
            device.Stream, new KernelConfig(length / run, run / 2), new Runs(keys, firstBlock, lastBlock));
    }

    internal static void SortRun(Runs runs) => runs.Sort();

    internal struct Runs(ArrayView<long> keys, int firstBlock, int lastBlock)
    {
        public ArrayView<long> Keys = keys;
        public int FirstBlock = firstBlock;
        public int LastBlock = lastBlock;

        public void Sort()
        {
            var shared = SharedMemory.Allocate<long>(2 * Device.MostThreads);
            int thread = Group.IdxX, half = Group.DimX, start = Grid.IdxX * 2 * half;
            shared[thread] = Keys[start + thread];
            shared[thread + half] = Keys[start + thread + half];
            Group.Barrier();
            for (int block = FirstBlock; block <= LastBlock; block *= 2)
            {
                for (int distance = IntrinsicMath.Min(block / 2, half); distance > 0; distance /= 2)
                {
                    int low = thread / distance * 2 * distance + thread % distance, high = low + distance;
                    long a = shared[low], b = shared[high];
                    if (a > b == (((start + low) & block) == 0))
                    {
                        shared[low] = b;
                        shared[high] = a;
                    }

                    Group.Barrier();
                }
            }

            Keys[start + thread] = shared[thread];
            Keys[start + thread + half] = shared[thread + half];
        }
    }

    internal struct AddAtomically<P>(Floats sums, P values, IndexList indices, int columns) : IMap
        where P : struct, IElements<P>
    {
        public Floats Sums = sums;
        public P Values = values;
        public IndexList Indices = indices;
        public int Columns = columns;

        public void Run(int item) =>
            Atomic.Add(ref Sums[Indices[item / Columns] * Columns + item % Columns], Values[item]);
    }

    internal struct Keys(ArrayView<long> keys, IndexList indices, int count) : IMap
    {
        public ArrayView<long> Target = keys;
        public IndexList Indices = indices;
        public int Count = count;

        public void Run(int item) =>
            Target[item] = item < Count ? ((long)Indices[item] << 32) | (long)item : long.MaxValue;
    }

    internal struct Exchange(ArrayView<long> keys, int block, int distance) : IMap
    {
        public ArrayView<long> Target = keys;
        public int Block = block;
        public int Distance = distance;

        public void Run(int item)
        {
            int low = item / Distance * 2 * Distance + item % Distance, high = low + Distance;
            long a = Target[low], b = Target[high];
            bool rises = (low & Block) == 0;
            if (a > b != rises) return;
            Target[low] = b;
            Target[high] = a;
        }
    }

    /// <summary>The thread of a segment's first position adds all of it up.</summary>
    internal struct SumOfSegments<P>(Floats sums, P values, ArrayView<long> keys, int count, int columns) : IMap
        where P : struct, IElements<P>
    {
        public Floats Sums = sums;
        public P Values = values;
        public ArrayView<long> Sorted = keys;
        public int Count = count;
        public int Columns = columns;

        public void Run(int item)
        {
            int position = item / Columns, column = item % Columns;
            int row = (int)(Sorted[position] >> 32);
            if (position > 0 && (int)(Sorted[position - 1] >> 32) == row) return;
            float sum = 0f;
            for (int i = position; i < Count && (int)(Sorted[i] >> 32) == row; i++)
                sum += Values[(int)(Sorted[i] & 0xFFFFFFFFL) * Columns + column];
            Sums[row * Columns + column] = sum;
        }
    }
}

/// <summary>The greatest elements of rows, and where they are.</summary>
internal static partial class TopK
{
    /// <summary>
    /// Finds the greatest elements of each row of x [outer, size, inner], in falling order; of equals the first, and NaN before
    /// all numbers. Values and indices are [outer, count, inner].
    /// </summary>
    public static void Run<V, X>(
        Device device, V values, Ints indices, X x, nint outer, nint size, nint inner, nint count)
        where V : struct, IElements<V>
        where X : struct, IElements<X>
    {
        var kernel = new Search<V, X>(
            device.Valid(values), device.Valid(indices), x, values.IsNull, indices.IsNull, (int)size, (int)inner, (int)count);
        if (inner == 1) device.Rows(kernel, outer * inner, size);
        else device.Columns(kernel, outer * inner, size);
    }

    /// <summary>One search after the other: the greatest of those that come after the last one found.</summary>
    internal struct Search<TV, TX>(
        TV values, Ints indices, TX x, bool skipsValues, bool skipsIndices, int size, int inner, int count) : IRows
        where TV : struct, IElements<TV>
        where TX : struct, IElements<TX>
    {
        public TV Values = values;
        public Ints Indices = indices;
        public TX X = x;
        public int WritesValues = skipsValues ? 0 : 1;
        public int WritesIndices = skipsIndices ? 0 : 1;
        public int Size = size;
        public int Inner = inner;
        public int Count = count;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            int from = item / Inner * Size * Inner + item % Inner;
            int to = item / Inner * Count * Inner + item % Inner;
            int lastOrder = int.MaxValue, lastPlace = -1;
            for (int k = 0; k < Count; k++)
            {
                int best = int.MinValue;
                for (int i = team.First; i < Size; i += team.Step)
                {
                    int order = Order(X[from + i * Inner]);
                    if ((order < lastOrder || (order == lastOrder && i > lastPlace)) && order > best) best = order;
                }

                best = team.Max(best);
                int place = int.MinValue;
                for (int i = team.First; i < Size; i += team.Step)
                {
                    int order = Order(X[from + i * Inner]);
                    bool comes = order < lastOrder || (order == lastOrder && i > lastPlace);
                    if (comes && order == best && -i > place) place = -i;
                }

                place = -team.Max(place);
                lastOrder = best;
                lastPlace = place;
                if (team.IsFirst && WritesValues == 1) Values[to + k * Inner] = X[from + place * Inner];
                if (team.IsFirst && WritesIndices == 1) Indices[to + k * Inner] = place;
            }
        }

        /// <summary>An integer that is greater for what comes earlier.</summary>
        private static int Order(float value)
        {
            if (float.IsNaN(value)) return int.MaxValue;
            int bits = (int)Interop.FloatAsInt(value + 0f);
            return bits < 0 ? int.MinValue - bits : bits;
        }
    }
}
