using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Products that read the operands where they are: for a few rows, packing B would cost more than multiplying by it.
/// </summary>
internal static class DirectProduct
{
    /// <summary>
    /// For B whose columns are adjacent: sums run down K in registers, a few vectors of columns at a time.
    /// </summary>
    public static void RunRows<E, V>(in Product<E> product) where E : struct, IEpilogue where V : struct, ISimd<V>
    {
        var kernel = new RowTiles<E>(product);
        var width = RowTiles<E>.Width<V>();
        var cost = RowTiles<E>.Height * width * nint.Max(product.K, 1) / 4;
        Workers.Run<RowTiles<E>, V>(kernel, kernel.RowBlocks * Blocks.Ceiling(product.N, width), cost);
    }

    /// <summary>
    /// For A and B whose rows and columns, respectively, are contiguous along K: each element is a dot product.
    /// </summary>
    public static void RunDots<E, V>(in Product<E> product) where E : struct, IEpilogue where V : struct, ISimd<V>
    {
        var kernel = new Dots<E>(product);
        var cost = V.Count * nint.Max(product.K, 1) / 4;
        Workers.Run<Dots<E>, V>(kernel, product.M * Blocks.Ceiling(product.N, V.Count), cost);
    }

    /// <summary>
    /// Tiles of 4 rows × 4 vectors, in the order of columns: all rows take a block of B while it is in cache.
    /// </summary>
    private readonly unsafe struct RowTiles<E>(in Product<E> product) : IKernel where E : struct, IEpilogue
    {
        public const nint Height = 4;

        private readonly Product<E> _product = product;

        public nint RowBlocks => Blocks.Ceiling(_product.M, Height);

        public static nint Width<V>() where V : struct, ISimd<V> => 4 * V.Count;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var width = 4 * V.Count;
            var memory = stackalloc float[(int)(Height * width) + 16];
            var tile = Scratch.Align(memory);
            for (var item = start; item < end; item++)
            {
                var column = item / RowBlocks * width;
                var row = item % RowBlocks * Height;
                var rows = nint.Min(Height, _product.M - row);
                var columns = nint.Min(width, _product.N - column);
                var a = _product.A + row * _product.RowOfA;
                var b = _product.B + column;
                if (rows == 1)
                {
                    DirectLoops.OneRow<V>(a, _product.ColumnOfA, b, _product.RowOfB, _product.K, columns, tile);
                }
                else
                {
                    for (nint j = 0; j < columns; j += 2 * V.Count)
                    {
                        DirectLoops.FourRows<V>(
                            a, _product.RowOfA, _product.ColumnOfA, rows, b + j, _product.RowOfB, _product.K,
                            columns - j, tile + j);
                    }
                }

                _product.Result.Finish<V>(tile, width, row, rows, column, columns, first: true, last: true);
            }
        }
    }

    /// <summary>
    /// Rows of one vector of columns, in the order of columns: all rows take a column of B while it is in cache.
    /// </summary>
    private readonly unsafe struct Dots<E>(in Product<E> product) : IKernel where E : struct, IEpilogue
    {
        private readonly Product<E> _product = product;

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var memory = stackalloc float[(int)V.Count + 16];
            var tile = Scratch.Align(memory);
            for (var item = start; item < end; item++)
            {
                var column = item / _product.M * V.Count;
                var row = item % _product.M;
                var columns = nint.Min(V.Count, _product.N - column);
                var a = _product.A + row * _product.RowOfA;
                var b = _product.B + column * _product.ColumnOfB;
                for (nint j = 0; j < columns; j += 4)
                {
                    DirectLoops.FourDots<V>(
                        a, b + j * _product.ColumnOfB, _product.ColumnOfB, columns - j, _product.K, tile + j);
                }

                _product.Result.Finish<V>(tile, V.Count, row, 1, column, columns, first: true, last: true);
            }
        }
    }
}
