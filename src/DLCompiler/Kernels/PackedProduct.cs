using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The product of panels: blocks for the second-level cache, tiles for the registers. B is packed; A is read where it is, or packed
/// panel by panel.
/// </summary>
internal static class PackedProduct
{
    // A multiply-add of this kernel runs several times faster than the elementwise operation that a cost counts.
    public const nint MultiplyAddsPerCost = 8;

    /// <summary>Packs B as a whole.</summary>
    public static PackedOperand Pack<V>(in GemmShape shape, in GemmOperand b) where V : struct, ISimd<V>
    {
        var columns = GemmBlocks.Columns<V>();
        var whole = new WholeB(b.Data, b.Column, b.Row, shape.N, shape.K, columns);
        var packed = PackedOperand.Take(b, whole.Elements);
        whole.Pack<V>(packed.Panels);
        return packed;
    }

    public static void Run<E, V>(in Product<E> product) where E : struct, IEpilogue where V : struct, ISimd<V>
    {
        var width = GemmBlocks.Columns<V>();
        var depth = GemmBlocks.Depth(product.K);
        var span = nint.Min(GemmBlocks.Span(product.N, depth), product.K);
        var whole = new WholeB(product.B, product.ColumnOfB, product.RowOfB, product.N, product.K, width);
        var given = product.PanelsOfB.IsNull ? PackedCopies.Find<WholeB, V>(product.B, whole) : product.PanelsOfB;
        var a = new LeftPanels(product.A, product.RowOfA, product.ColumnOfA, product.M, GemmBlocks.Rows<V>());

        for (nint column = 0; column < product.N; column += GemmBlocks.ChunkColumns)
        {
            var columns = nint.Min(GemmBlocks.ChunkColumns, product.N - column);
            for (nint k = 0; k < product.K; k += span)
            {
                var count = nint.Min(span, product.K - k);
                var source = product.B + (k * product.RowOfB + column * product.ColumnOfB);
                var b = given.IsNull
                    ? new Panels(source, product.ColumnOfB, product.RowOfB, columns, count, width, default)
                    : whole.Part(given, column, columns, k, count);
                var splitsB = SplitsB<V>(product.M, columns);
                if (given.IsNull && !splitsB)
                {
                    b = b.To(Scratch.Take(Panels.Elements(columns, count, width)));
                    Workers.Run<Panels, V>(b, b.Count, b.Size);
                }

                var chunk = new Chunk<E>(product, a, b, splitsB, packsB: given.IsNull && splitsB, column, columns, k, count, depth);
                Workers.Run<Chunk<E>, V>(chunk, chunk.Count, product.M * columns * count / MultiplyAddsPerCost / chunk.Count);
            }
        }
    }

    /// <summary>
    /// Whether threads take panels of B, and pack them for themselves, block by block, so that they are in their caches: where there
    /// are enough for all threads, and where the other operand, of which each thread then reads all, is not much larger.
    /// </summary>
    private static bool SplitsB<V>(nint m, nint n) where V : struct, ISimd<V>
    {
        const int PanelsPerThread = 4;
        nint panelsOfA = Blocks.Ceiling(m, GemmBlocks.Rows<V>()), panelsOfB = Blocks.Ceiling(n, GemmBlocks.Columns<V>());
        return Workers.Available == 1 || (m < 2 * n && panelsOfB >= nint.Min(panelsOfA, PanelsPerThread * Workers.Available));
    }

    /// <summary>B packed as a whole, of which products take parts.</summary>
    private readonly struct WholeB(Floats source, nint across, nint along, nint extent, nint depth, nint width) : IPacking
    {
        public PackedForm Form => new(PackedKind.Matrix, extent, depth, across, along, width);

        public nint Elements => Panels.Elements(extent, depth, width);

        public void Pack<V>(Floats target) where V : struct, ISimd<V>
        {
            var panels = new Panels(source, across, along, extent, depth, width, target);
            Workers.Run<Panels, V>(panels, panels.Count, panels.Size);
        }

        /// <summary>So many columns from one on, which begins a panel, and so many k from one on.</summary>
        public Panels Part(Floats panels, nint column, nint columns, nint k, nint count)
        {
            var first = new Panels(source, across, along, extent, depth, width, panels)[column / width];
            return new Panels(
                source + (column * across + k * along), across, along, columns, count, width, first + k * width, depth);
        }
    }

    /// <summary>A chunk of C; the items are the panels of A, or those of B.</summary>
    private readonly unsafe struct Chunk<E>(
        in Product<E> product, in LeftPanels a, in Panels b, bool splitsB, bool packsB,
        nint firstColumn, nint columns, nint firstK, nint chunkDepth, nint depth) : IKernel
        where E : struct, IEpilogue
    {
        private readonly Product<E> _product = product;
        private readonly LeftPanels _a = a;
        private readonly Panels _b = b;

        public nint Count => splitsB ? _b.Count : _a.Count;

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            if (splitsB) Run<V>(0, _a.Count, start, end);
            else Run<V>(start, end, 0, _b.Count);
        }

        /// <summary>Tiles of the panels of A from one on before an end, by those of B.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Run<V>(nint startA, nint endA, nint startB, nint endB) where V : struct, ISimd<V>
        {
            nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
            var memory = stackalloc float[(int)(height * width) + 16];
            var tile = Scratch.Align(memory);
            var pass = nint.Min(GemmBlocks.Pass(depth), chunkDepth);
            var block = nint.Min(GemmBlocks.BlockPanels<V>(pass), endB - startB);
            var elementsOfA = LeftPanels.Elements(height, pass);
            var packedA = Scratch.TakeForPart(elementsOfA + (packsB ? Panels.Elements(block * width, pass, width) : 0));
            var packedB = packedA + elementsOfA;

            for (nint k = 0; k < chunkDepth; k += pass)
            {
                var part = nint.Min(pass, chunkDepth - k);
                var first = firstK + k == 0;
                var last = firstK + k + part == _product.K;
                for (var j0 = startB; j0 < endB; j0 += block)
                {
                    var j1 = nint.Min(j0 + block, endB);
                    var (panels, distance) = (_b[j0] + k * width, _b.Distance);
                    if (packsB)
                    {
                        var own = _b.Block(j0, j1 - j0, k, part, packedB);
                        own.Run<V>(0, j1 - j0);
                        (panels, distance) = (packedB, own.Distance);
                    }

                    for (var i = startA; i < endA; i++)
                    {
                        var rows = _a.Take<V>(i, firstK + k, part, packedA);
                        nint row = i * height, existing = nint.Min(height, _product.M - row);
                        for (var j = j0; j < j1; j++)
                        {
                            var panel = panels + (j - j0) * distance;
                            nint column = firstColumn + j * width, existingColumns = nint.Min(width, columns - j * width);
                            if (!first) _product.Result.Begin<V>(tile, width, row, existing, column, existingColumns);
                            for (nint l = 0; l < part; l += depth)
                            {
                                Microkernel.Multiply<V, PackedRows>(
                                    rows.From(l), existing, new PackedRows(panel + l * width), nint.Min(depth, part - l), tile,
                                    adds: l > 0 || !first);
                            }

                            _product.Result.Finish<V>(tile, width, row, existing, column, existingColumns, first: true, last);
                        }
                    }
                }
            }
        }
    }
}
