using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Copies a matrix so that its rows become columns, by square blocks of as many rows as a vector has lanes.</summary>
/// <remarks>
/// A round zips the rows of a block's upper half with those of its lower half, the next one those of the halves, and so on: after as
/// many rounds as a lane's number has bits, the bits of rows and lanes have changed places. Two rounds go through registers at a time.
/// </remarks>
internal static unsafe class Transposition
{
    /// <summary>Columns that are done at a time: as rows, they stay in the first-level cache.</summary>
    private const nint Some = 64;

    /// <summary>to[c · toRow + r] = from[r · fromRow + c].</summary>
    public static void Run<V>(Floats from, nint fromRow, nint rows, nint columns, Floats to, nint toRow) where V : struct, ISimd<V>
    {
        for (; columns > 0; columns -= Some, from += Some, to += Some * toRow)
            RunSome<V>(from, fromRow, rows, nint.Min(Some, columns), to, toRow);
    }

    /// <summary>The last block of rows or columns begins earlier, where there are enough.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunSome<V>(Floats from, nint fromRow, nint rows, nint columns, Floats to, nint toRow)
        where V : struct, ISimd<V>
    {
        var memory = stackalloc float[(int)(V.Count * V.Count) + 16];
        var work = Scratch.Align(memory);
        for (nint row = 0; row < rows; row += V.Count)
        {
            if (row + V.Count > rows && rows > V.Count) row = rows - V.Count;
            for (nint column = 0; column < columns; column += V.Count)
            {
                if (column + V.Count > columns && columns > V.Count) column = columns - V.Count;
                Floats source = from + (row * fromRow + column), target = to + (column * toRow + row);
                if (rows >= V.Count && columns >= V.Count) Block<V>(source, fromRow, work, target, toRow);
                else Part<V>(source, fromRow, nint.Min(rows, V.Count), nint.Min(columns, V.Count), target, toRow);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Part<V>(Floats from, nint fromRow, nint rows, nint columns, Floats to, nint toRow)
        where V : struct, ISimd<V>
    {
        var memory = stackalloc float[(int)(2 * V.Count * V.Count) + 16];
        Floats part = Scratch.Align(memory), work = part + V.Count * V.Count;
        for (nint row = 0; row < rows; row++) V.Store(V.Load(from, row * fromRow, columns), part, row * V.Count, V.Count);
        Block<V>(part, V.Count, work, part, V.Count);
        for (nint column = 0; column < columns; column++)
            V.Store(V.Load(part, column * V.Count, V.Count), to, column * toRow, rows);
    }

    /// <summary>A whole block; it may lie where it goes to, if that is of its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block<V>(Floats from, nint fromRow, Floats work, Floats to, nint toRow) where V : struct, ISimd<V>
    {
        if (V.Count == 4)
        {
            ZipFour<V>(from, fromRow, to, toRow);
            return;
        }

        if (V.Count == 16)
        {
            for (nint i = 0; i < 4; i++) ZipFour<V>(from + i * fromRow, 4 * fromRow, work + i * V.Count, 4 * V.Count);
        }
        else
        {
            for (nint i = 0; i < 4; i++) Zip<V>(from + i * fromRow, 4 * fromRow, work + i * V.Count, 4 * V.Count);
        }

        for (nint i = 0; i < V.Count; i += 4) ZipFour<V>(work + i * V.Count, V.Count, to + i * toRow, toRow);
    }

    /// <summary>Two rounds of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ZipFour<V>(Floats from, nint fromRow, Floats to, nint toRow) where V : struct, ISimd<V>
    {
        V v0 = V.Load(from, 0, V.Count), v1 = V.Load(from, fromRow, V.Count);
        V v2 = V.Load(from, 2 * fromRow, V.Count), v3 = V.Load(from, 3 * fromRow, V.Count);
        V even0 = V.ZipLow(v0, v2), even1 = V.ZipHigh(v0, v2), odd0 = V.ZipLow(v1, v3), odd1 = V.ZipHigh(v1, v3);
        V.Store(V.ZipLow(even0, odd0), to, 0, V.Count);
        V.Store(V.ZipHigh(even0, odd0), to, toRow, V.Count);
        V.Store(V.ZipLow(even1, odd1), to, 2 * toRow, V.Count);
        V.Store(V.ZipHigh(even1, odd1), to, 3 * toRow, V.Count);
    }

    /// <summary>A round of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Zip<V>(Floats from, nint fromRow, Floats to, nint toRow) where V : struct, ISimd<V>
    {
        V low = V.Load(from, 0, V.Count), high = V.Load(from, fromRow, V.Count);
        V.Store(V.ZipLow(low, high), to, 0, V.Count);
        V.Store(V.ZipHigh(low, high), to, toRow, V.Count);
    }
}
