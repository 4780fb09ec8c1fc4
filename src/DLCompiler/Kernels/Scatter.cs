using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Sums of rows that indices send to the same place: the gradient of a table that rows were gathered from.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scatter
{
    private const nint ColumnsOfPart = 16;

    /// <summary>
    /// sums[r] = Σ values[k] over all k with indices[k] = r, in the order of k; 0 where there is none.
    /// </summary>
    /// <remarks>
    /// Threads take blocks of columns and go over all indices each, so that every sum has one order of its terms.
    /// </remarks>
    /// <param name="sums">[rows, columns].</param>
    /// <param name="rows">The bound of the indices, which are not checked here.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="values">[indices, columns].</param>
    /// <param name="indices">The row of the sums that each row of the values is added to.</param>
    public static void Add(Floats sums, nint rows, nint columns, Floats values, IndexList indices) =>
        Workers.Run(
            new AddKernel(sums, rows, columns, values, indices),
            columns,
            rows + (2 * indices.Runs * indices.Count),
            ColumnsOfPart);

    private readonly struct AddKernel(Floats sums, nint rows, nint columns, Floats values, IndexList indices) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            for (nint row = 0; row < rows; row++) Clear<V>(sums + (row * columns), start, end);
            var source = values;
            for (nint run = 0; run < indices.Runs; run++)
            {
                for (nint k = 0; k < indices.Count; k++)
                {
                    Add<V>(sums + (indices[run, k] * columns), source, start, end);
                    source += columns;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Clear<V>(Floats row, nint start, nint end) where V : struct, ISimd<V>
        {
            nint column = start;
            for (; column <= end - V.Count; column += V.Count) V.Store(V.Create(0), row, column, V.Count);
            for (; column < end; column++) row[column] = 0;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add<V>(Floats row, Floats value, nint start, nint end) where V : struct, ISimd<V>
        {
            nint column = start;
            for (; column <= end - V.Count; column += V.Count)
                V.Store(V.Load(row, column, V.Count) + V.Load(value, column, V.Count), row, column, V.Count);
            for (; column < end; column++) row[column] += value[column];
        }
    }
}
