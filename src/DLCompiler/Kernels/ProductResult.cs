using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The result of one product of a batch: where its partial sums are kept, and what finished ones go to.</summary>
internal readonly struct ProductResult<E>(in GemmOperand c, in E epilogue, nint outer, nint inner)
    where E : struct, IEpilogue
{
    private readonly E _epilogue = epilogue;
    private readonly Floats _c = c.Batch(outer, inner);
    private readonly nint _rowOfC = c.Row;

    /// <summary>Begins a tile with what C holds of the blocks of K before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin<V>(Floats tile, nint width, nint row, nint rows, nint column, nint columns) where V : struct, ISimd<V> =>
        Move<V>(_c + (row * _rowOfC + column), _rowOfC, tile, width, rows, columns, add: false);

    /// <summary>
    /// Takes a tile of sums over a block of K, adds what C holds of the blocks before, and hands it to C, or after
    /// the last block to the epilogue. The tile has just been written and is in the first-level cache: so an epilogue
    /// costs its own instructions, and the loops that make tiles are compiled once for all epilogues.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish<V>(
        Floats tile, nint width, nint row, nint rows, nint column, nint columns, bool first, bool last)
        where V : struct, ISimd<V>
    {
        var c = _c + (row * _rowOfC + column);
        if (!first) Move<V>(c, _rowOfC, tile, width, rows, columns, add: true);
        if (last) Apply<V>(tile, width, row, rows, column, columns);
        else Move<V>(tile, width, c, _rowOfC, rows, columns, add: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Apply<V>(Floats tile, nint width, nint row, nint rows, nint column, nint columns)
        where V : struct, ISimd<V>
    {
        // Copies: the JIT keeps their fields in registers, which it cannot do with those of a structure in memory.
        var epilogue = _epilogue;
        var (o, i) = (outer, inner);
        for (var end = row + rows; row < end; row++, tile += width)
        {
            nint j = 0;
            for (; j <= columns - V.Count; j += V.Count)
                epilogue.Apply(V.Load(tile, j, V.Count), o, i, row, column + j, V.Count);
            if (j < columns) epilogue.Apply(V.Load(tile, j, V.Count), o, i, row, column + j, columns - j);
        }
    }

    private static void Move<V>(
        Floats from, nint rowOfFrom, Floats to, nint rowOfTo, nint rows, nint columns, bool add)
        where V : struct, ISimd<V>
    {
        for (; rows > 0; rows--, from += rowOfFrom, to += rowOfTo)
        {
            for (nint j = 0; j < columns; j += V.Count)
            {
                var lanes = nint.Min(columns - j, V.Count);
                var value = V.Load(from, j, lanes);
                V.Store(add ? V.Load(to, j, lanes) + value : value, to, j, lanes);
            }
        }
    }
}
