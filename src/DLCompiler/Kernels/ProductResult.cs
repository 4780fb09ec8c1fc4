using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The result of one product of a batch: where its partial sums are kept, and what finished ones go to.</summary>
internal readonly struct ProductResult<E>(in GemmOperand c, in E epilogue, nint outer, nint inner)
    where E : struct, IEpilogue
{
    private readonly E _epilogue = epilogue;
    private readonly Floats _c = c.Batch(outer, inner);
    private readonly nint _rowOfC = c.Row;

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
        for (nint i = 0; i < rows; i++, row++, tile += width)
        {
            var c = _c + (row * _rowOfC + column);
            for (nint j = 0; j < columns; j += V.Count)
            {
                var lanes = nint.Min(columns - j, V.Count);
                var value = V.Load(tile, j, V.Count);
                if (!first) value += V.Load(c, j, lanes);
                if (!last) V.Store(value, c, j, lanes);
                else if (lanes == V.Count) _epilogue.Apply(value, outer, inner, row, column + j, V.Count);
                else _epilogue.Apply(value, outer, inner, row, column + j, lanes);
            }
        }
    }
}
