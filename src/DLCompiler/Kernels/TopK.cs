using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The greatest elements of rows, and where they are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TopK
{
    /// <summary>
    /// Finds the <paramref name="count"/> greatest elements of each row of x, in falling order; of equals the first, and
    /// NaN before all numbers.
    /// </summary>
    /// <param name="values">Receives the elements, [outer, count, inner]; null if not wanted.</param>
    /// <param name="indices">Receives where in its row each is, [outer, count, inner]; null if not wanted.</param>
    /// <param name="x">[outer, size, inner]: the rows go along the second axis.</param>
    /// <param name="outer">The number of elements of the axes before the rows'.</param>
    /// <param name="size">The length of a row.</param>
    /// <param name="inner">The number of elements of the axes behind the rows'.</param>
    /// <param name="count">How many elements of a row are wanted, at most all.</param>
    public static void Run(Floats values, Ints indices, Floats x, nint outer, nint size, nint inner, nint count) =>
        Workers.Run(new Kernel(values, indices, x, size, inner, count), outer * inner, 2 * size);

    private readonly struct Kernel(Floats values, Ints indices, Floats x, nint size, nint inner, nint count) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            // The elements of the best so far, and as integers behind them, where they are.
            var best = Scratch.Take(2 * count);
            Ints places = best + count;
            for (var row = start; row < end; row++)
            {
                var from = x + (row / inner * size * inner + row % inner);
                nint found = 0;
                for (nint i = 0; i < size; i++)
                {
                    var element = from[i * inner];
                    if (found == count && !IsGreater(element, best[count - 1])) continue;
                    if (found < count) found++;
                    var place = found - 1;
                    for (; place > 0 && IsGreater(element, best[place - 1]); place--)
                        (best[place], places[place]) = (best[place - 1], places[place - 1]);
                    (best[place], places[place]) = (element, (int)i);
                }

                var to = row / inner * count * inner + row % inner;
                for (nint k = 0; k < count; k++)
                {
                    if (!values.IsNull) values[to + k * inner] = best[k];
                    if (!indices.IsNull) indices[to + k * inner] = places[k];
                }
            }
        }

        private static bool IsGreater(float a, float b) => a > b || (float.IsNaN(a) && !float.IsNaN(b));
    }
}
