using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms tiles, multiplies them by transformed weights, a matrix product for each point, and transforms the products of a
/// register tile back, Aᵀ m A, while they are in the first-level cache. The items are blocks of tiles × shares of the outputs.
/// </summary>
/// <remarks>
/// Each thread transforms the tiles that it multiplies: lines that another processor has written are slow to come. Where the
/// blocks are too few for the threads, some are transformed more than once, which takes little beside the products.
/// </remarks>
internal readonly unsafe struct WinogradProduct<E>(
    in ConvolutionShape shape, in WinogradLayout layout, in WinogradInput input, in WinogradWeight weight, nint group,
    in GemmOperand y, in E epilogue) : IKernel
    where E : struct, IEpilogue
{
    private readonly ConvolutionShape _shape = shape;
    private readonly WinogradLayout _layout = layout;
    private readonly WinogradInput _input = input;
    private readonly WinogradWeight _weight = weight;
    private readonly nint _shares = Shares(layout, weight);
    private readonly GemmOperand _y = y;
    private readonly E _epilogue = epilogue;

    public void RunAll<V>() where V : struct, ISimd<V>
    {
        var cost = WinogradLayout.Points * _shape.Outputs / _shares * _layout.Inputs * _layout.Width
            / PackedProduct.MultiplyAddsPerCost;
        Workers.Run<WinogradProduct<E>, V>(this, _layout.Count * _shares, cost);
    }

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var memory = Scratch.TakeForPart(
            _layout.Block + nint.Max(_input.PlaneElements, _weight.IsMade ? 0 : _weight.ElementsOfPanel));
        var work = memory + _layout.Block;
        nint transformed = -1;
        for (var item = start; item < end; item++)
        {
            var (block, share) = (item / _shares, item % _shares);
            if (block != transformed) _input.Run<V>(block, work, memory);
            transformed = block;
            Multiply<V>(block, share * _weight.Count / _shares, (share + 1) * _weight.Count / _shares, memory, work);
        }
    }

    /// <summary>Two shares for each thread at least, as far as there are panels.</summary>
    private static nint Shares(in WinogradLayout layout, in WinogradWeight weight) => Workers.Available == 1
        ? 1
        : nint.Min(weight.Count, Blocks.Ceiling(2 * Workers.Available, layout.Count));

    /// <summary>Multiplies a block by some panels of the weight, which are made now if they are not there.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<V>(nint block, nint firstPanel, nint lastPanel, Floats tiles, Floats panelMemory) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), tile = height * width;
        var products = Scratch.TakeRow(0, (WinogradLayout.Points + 4) * tile);
        var outputs = products + WinogradLayout.Points * tile;
        var runs = stackalloc TileRun[(int)width];
        var firstTile = block * _layout.Width;
        var count = nint.Min(_layout.Width, _layout.Tiles - firstTile);
        for (var panel = firstPanel; panel < lastPanel; panel++)
        {
            var firstRow = panel * height;
            var rows = nint.Min(height, _shape.Outputs - firstRow);
            var (a, pointOfA) = (_weight.Panel(panel), _weight.Point);
            if (!_weight.IsMade)
            {
                (a, pointOfA) = (panelMemory, _weight.PointOfPanel);
                _weight.Make<V>(panel, a, pointOfA);
            }

            for (nint column = 0; column < count; column += width)
            {
                for (nint point = 0; point < WinogradLayout.Points; point++)
                {
                    Microkernel.Multiply<V, StridedRows>(
                        new RowsOfA(a + point * pointOfA, 1, height), rows,
                        new StridedRows(tiles + (point * _layout.Point + column), _layout.Row), _layout.Inputs,
                        products + point * tile);
                }

                for (nint row = 0; row < rows; row++)
                {
                    Transform<V>(products + row * width, tile, outputs + 2 * row * width, 2 * tile);
                    Transform<V>(products + row * width + V.Count, tile, outputs + 2 * row * width + 2 * V.Count, 2 * tile);
                }

                var found = Runs(firstTile + column, nint.Min(width, count - column), runs);
                for (var run = 0; run < found; run++) Finish<V>(runs[run], firstRow, rows, outputs, 2 * tile);
            }
        }
    }

    /// <summary>One vector of tiles: two lines of outputs, those of a tile side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transform<V>(Floats products, nint tile, Floats outputs, nint line) where V : struct, ISimd<V>
    {
        Column<V>(products, tile, 0, out var upper0, out var lower0);
        Column<V>(products, tile, 1, out var upper1, out var lower1);
        Column<V>(products, tile, 2, out var upper2, out var lower2);
        Column<V>(products, tile, 3, out var upper3, out var lower3);
        Store(upper0 + upper1 + upper2, upper1 - upper2 - upper3, outputs);
        Store(lower0 + lower1 + lower2, lower1 - lower2 - lower3, outputs + line);
    }

    /// <summary>The transformation along column j: m0 + m1 + m2 and m1 − m2 − m3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<V>(Floats products, nint tile, nint j, out V upper, out V lower) where V : struct, ISimd<V>
    {
        V m1 = V.Load(products, (4 + j) * tile, V.Count), m2 = V.Load(products, (8 + j) * tile, V.Count);
        upper = V.Load(products, j * tile, V.Count) + m1 + m2;
        lower = m1 - m2 - V.Load(products, (12 + j) * tile, V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V even, V odd, Floats outputs) where V : struct, ISimd<V>
    {
        V.Store(V.ZipLow(even, odd), outputs, 0, V.Count);
        V.Store(V.ZipHigh(even, odd), outputs, V.Count, V.Count);
    }

    /// <summary>Cuts tiles where a row of them ends.</summary>
    private int Runs(nint tile, nint count, TileRun* runs)
    {
        var found = 0;
        for (nint column = 0; column < count;)
        {
            var (line, first) = (tile / _layout.Columns, tile % _layout.Columns);
            var length = nint.Min(_layout.Columns - first, count - column);
            runs[found++] = new TileRun(column, line / _layout.Rows, line % _layout.Rows, first, length);
            column += length;
            tile += length;
        }

        return found;
    }

    /// <summary>Hands on the outputs of neighbouring tiles; those beyond the image's edges are nobody's.</summary>
    private void Finish<V>(in TileRun run, nint firstRow, nint rows, Floats outputs, nint line) where V : struct, ISimd<V>
    {
        nint size = WinogradLayout.Size, width = _shape.Window.Width.Output;
        var result = new ProductResult<E>(_y, _epilogue, run.Image, group);
        var length = nint.Min(size * run.Length, width - size * run.Column);
        for (nint i = 0; i < nint.Min(size, _shape.Window.Height.Output - size * run.Row); i++)
        {
            result.Finish<V>(
                outputs + (i * line + size * run.First), size * GemmBlocks.Columns<V>(), firstRow, rows,
                (size * run.Row + i) * width + size * run.Column, length, first: true, last: true);
        }
    }

    /// <summary>Neighbouring tiles of an image.</summary>
    /// <param name="First">Where they begin in a register tile.</param>
    /// <param name="Image">The image.</param>
    /// <param name="Row">The row of tiles.</param>
    /// <param name="Column">The first one in it.</param>
    /// <param name="Length">How many there are.</param>
    private readonly record struct TileRun(nint First, nint Image, nint Row, nint Column, nint Length);
}
