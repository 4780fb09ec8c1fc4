using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The product of panels: chunks for the last-level cache, blocks for the second, tiles for the registers. B is packed; A
/// is read where it is, unless its rows get into each other's way.
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
        nint rows = GemmBlocks.Rows<V>(), columns = GemmBlocks.Columns<V>();
        var depth = GemmBlocks.Depth(product.K);
        var span = nint.Min(GemmBlocks.Span(product.M, product.N, depth), product.K);
        var elementsOfA = Panels.Elements(nint.Min(product.M, GemmBlocks.ChunkRows), span, rows);
        var whole = new WholeB(product.B, product.ColumnOfB, product.RowOfB, product.N, product.K, columns);
        var given = product.PanelsOfB.IsNull ? PackedCopies.Find<WholeB, V>(product.B, whole) : product.PanelsOfB;
        var isGiven = !given.IsNull;
        var elementsOfB = isGiven ? 0 : Panels.Elements(nint.Min(product.N, GemmBlocks.ChunkColumns), span, columns);
        var packedA = Scratch.Take(elementsOfA + elementsOfB);
        var packedB = packedA + elementsOfA;

        for (nint column = 0; column < product.N; column += GemmBlocks.ChunkColumns)
        {
            var chunkColumns = nint.Min(GemmBlocks.ChunkColumns, product.N - column);
            for (nint k = 0; k < product.K; k += span)
            {
                var chunkDepth = nint.Min(span, product.K - k);
                var b = isGiven
                    ? whole.Part(given, column, chunkColumns, k, chunkDepth)
                    : new Panels(
                        product.B + (k * product.RowOfB + column * product.ColumnOfB), product.ColumnOfB, product.RowOfB,
                        chunkColumns, chunkDepth, columns, packedB);
                var isPacked = isGiven;

                for (nint row = 0; row < product.M; row += GemmBlocks.ChunkRows)
                {
                    var chunkRows = nint.Min(GemmBlocks.ChunkRows, product.M - row);
                    var a = new LeftPanels(
                        new Panels(
                            product.A + (row * product.RowOfA + k * product.ColumnOfA), product.RowOfA,
                            product.ColumnOfA, chunkRows, chunkDepth, rows, packedA));
                    a.Pack<V>();

                    var tiles = new Chunk<E>(
                        product, a, b, isGiven, row, chunkRows, column, chunkColumns, k, chunkDepth, depth);
                    if (!tiles.PacksB && !isPacked)
                    {
                        Workers.Run<Panels, V>(b, b.Count, b.Size);
                        isPacked = true;
                    }

                    var cost = chunkRows * chunkColumns * chunkDepth / MultiplyAddsPerCost / tiles.Count;
                    Workers.Run<Chunk<E>, V>(tiles, tiles.Count, cost);
                }
            }
        }
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

    /// <summary>
    /// A chunk of C by chunks of A and B. The items are the panels of B, which each thread packs for itself, so that they
    /// are in its cache, unless they are given; or those of A, where there are more of them and too few of B for all
    /// threads.
    /// </summary>
    private readonly unsafe struct Chunk<E>(
        in Product<E> product, in LeftPanels a, in Panels b, bool isGiven,
        nint firstRow, nint rows, nint firstColumn, nint columns, nint firstK, nint chunkDepth, nint depth) : IKernel
        where E : struct, IEpilogue
    {
        private const nint PanelsPerThread = 4;

        private readonly Product<E> _product = product;
        private readonly LeftPanels _a = a;
        private readonly Panels _b = b;
        private readonly bool _splitsB = product.M <= GemmBlocks.ChunkRows
            && b.Count >= nint.Min(a.Count, PanelsPerThread * Workers.Available);

        public bool PacksB => _splitsB && !isGiven;

        public nint Count => _splitsB ? _b.Count : _a.Count;

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            if (PacksB) Run<V>(0, _a.Count, start, end, PackB<V>(start, end));
            else if (_splitsB) Run<V>(0, _a.Count, start, end, _b.From(start));
            else Run<V>(start, end, 0, _b.Count, _b);
        }

        private Panels PackB<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var width = GemmBlocks.Columns<V>();
            var extent = nint.Min(end * width, columns) - start * width;
            var own = _b.Part(start, extent, Scratch.TakeForPart(Panels.Elements(extent, chunkDepth, width)));
            own.Run<V>(0, own.Count);
            return own;
        }

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Run<V>(nint startA, nint endA, nint startB, nint endB, in Panels b) where V : struct, ISimd<V>
        {
            nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
            var memory = stackalloc float[(int)(height * width) + 16];
            var tile = Scratch.Align(memory);
            var pass = nint.Min(GemmBlocks.Pass<V>(depth), chunkDepth);
            var block = GemmBlocks.BlockRows<V>(pass) / height;

            for (nint k = 0; k < chunkDepth; k += pass)
            {
                var part = nint.Min(pass, chunkDepth - k);
                var first = firstK + k == 0;
                var last = firstK + k + part == _product.K;
                for (var i0 = startA; i0 < endA; i0 += block)
                {
                    var i1 = nint.Min(i0 + block, endA);
                    for (var j = startB; j < endB; j++)
                    {
                        var panel = b[j - startB] + k * width;
                        nint column = firstColumn + j * width, existingColumns = nint.Min(width, columns - j * width);
                        for (var i = i0; i < i1; i++)
                        {
                            nint row = firstRow + i * height, existing = nint.Min(height, rows - i * height);
                            if (!first) _product.Result.Begin<V>(tile, width, row, existing, column, existingColumns);
                            for (nint l = 0; l < part; l += depth)
                            {
                                Microkernel.Multiply<V, PackedRows>(
                                    _a.At(i, k + l), existing, new PackedRows(panel + l * width), nint.Min(depth, part - l), tile,
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
