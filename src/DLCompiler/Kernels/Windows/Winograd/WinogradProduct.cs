using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Transforms tiles, multiplies them by transformed weights, a matrix product for each point, and transforms the products of a panel of
/// outputs back, Aᵀ m A. The items are blocks of rows of tiles × shares of the outputs.
/// </summary>
/// <remarks>
/// Each thread transforms the tiles that it multiplies: lines that another processor has written are slow to come. Where the
/// blocks are too few for the threads, some are transformed more than once, which takes little beside the products.
/// </remarks>
internal readonly struct WinogradProduct<E, F>(
    in ConvolutionShape shape, in WinogradBlocks blocks, in TileTransform<F> tiles, in WinogradWeight<F> weight, nint group,
    in GemmOperand y, in E epilogue) : IKernel
    where E : struct, IEpilogue
    where F : struct, IWinogradForm
{
    private readonly ConvolutionShape _shape = shape;
    private readonly WinogradBlocks _blocks = blocks;
    private readonly TileTransform<F> _tiles = tiles;
    private readonly WinogradWeight<F> _weight = weight;
    private readonly nint _shares = Shares(blocks, weight);
    private readonly GemmOperand _y = y;
    private readonly E _epilogue = epilogue;

    public void RunAll<V>() where V : struct, ISimd<V>
    {
        var cost = (F.Size + 2) * (F.Size + 2) * _shape.Outputs / _shares * _shape.Inputs * _blocks.Tiles
            / PackedProduct.MultiplyAddsPerCost;
        Workers.Run<WinogradProduct<E, F>, V>(this, _blocks.Count * _shares, cost);
    }

    /// <inheritdoc/>
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        var outputs = new WinogradOutputs<F>(_blocks, _shape.Window, GemmBlocks.Columns<V>());
        nint elements = _blocks.Points.Elements<F>(), work = nint.Max(_tiles.Memory<V>(_blocks.Rows), outputs.Memory);
        var points = Scratch.TakeForPart(elements + outputs.Elements + work + (_weight.IsMade ? 0 : _weight.Panel));
        Floats products = points + elements, memory = products + outputs.Elements, panelMemory = memory + work;
        nint transformed = -1;
        for (var item = start; item < end; item++)
        {
            var (block, share) = (item / _shares, item % _shares);
            var rows = _blocks.Of(block);
            if (block != transformed) _tiles.Of(rows, points).RunAll<V>(memory);
            transformed = block;
            for (var panel = share * _weight.Count / _shares; panel < (share + 1) * _weight.Count / _shares; panel++)
            {
                Multiply<V>(rows.Count * _blocks.Grid.Columns, points, _weight.Get<V>(panel, panelMemory), outputs, products);
                Finish<V>(rows, panel, outputs, products, memory);
            }
        }
    }

    /// <summary>Two shares for each thread at least, as far as there are panels.</summary>
    private static nint Shares(in WinogradBlocks blocks, in WinogradWeight<F> weight) => Workers.Available == 1
        ? 1
        : nint.Min(weight.Count, Blocks.Ceiling(2 * Workers.Available, blocks.Count));

    /// <summary>Multiplies a block by a panel: all its tiles while a point of the panel is in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<V>(nint tiles, Floats points, Floats panel, in WinogradOutputs<F> outputs, Floats products)
        where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), inputs = _shape.Inputs;
        for (nint point = 0; point < (F.Size + 2) * (F.Size + 2); point++)
        {
            var b = new PackedRows(panel + point * _weight.Point);
            Floats a = points + point * _blocks.Points.Point, to = products + point * outputs.Point;
            for (nint tile = 0; tile < tiles; tile += height)
            {
                Microkernel.Multiply<V, PackedRows>(
                    new RowsOfA(a + tile * _blocks.Points.Tile, _blocks.Points.Tile, 1), nint.Min(height, tiles - tile), b, inputs,
                    to + tile * width);
            }
        }
    }

    /// <summary>Hands on a panel's outputs, a row of tiles at a time: neighbours in the image.</summary>
    private void Finish<V>(TileRows rows, nint panel, in WinogradOutputs<F> outputs, Floats products, Floats memory)
        where V : struct, ISimd<V>
    {
        nint first = panel * GemmBlocks.Columns<V>(), count = nint.Min(GemmBlocks.Columns<V>(), _shape.Outputs - first);
        for (nint number = 0; number < rows.Images(_blocks.Grid); number++)
        {
            var part = rows.Of(_blocks.Grid, number);
            var result = new ProductResult<E>(_y, _epilogue, part.Image, group);
            for (nint row = 0; row < part.Count; row++)
            {
                var (start, length) = outputs.Make<V>(products, part.Place + row, part.First + row, count, memory);
                result.Finish<V>(memory, outputs.Channel, first, count, start, length, first: true, last: true);
            }
        }
    }
}
