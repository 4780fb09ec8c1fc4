using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>One matrix product of a batch: its sizes, where its operands are, and what to do with the result.</summary>
internal readonly struct Product<E>(
    in GemmShape shape, in GemmOperand a, in GemmOperand b, in GemmOperand c, in E epilogue, nint outer, nint inner)
    where E : struct, IEpilogue
{
    private readonly E _epilogue = epilogue;

    public readonly nint M = shape.M;
    public readonly nint N = shape.N;
    public readonly nint K = shape.K;
    public readonly Floats A = a.Batch(outer, inner);
    public readonly Floats B = b.Batch(outer, inner);
    public readonly Floats C = c.Batch(outer, inner);
    public readonly nint RowOfA = a.Row;
    public readonly nint ColumnOfA = a.Column;
    public readonly nint RowOfB = b.Row;
    public readonly nint ColumnOfB = b.Column;
    public readonly nint RowOfC = c.Row;

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
            var c = C + (row * RowOfC + column);
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
