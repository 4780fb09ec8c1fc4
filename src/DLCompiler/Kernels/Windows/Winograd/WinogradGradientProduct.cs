using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Multiplies the tiles of the only chunk, and transforms the products of a register tile while they are in the first-level cache. The
/// items are panels of inputs × register tiles of outputs.
/// </summary>
internal readonly struct WinogradGradientProduct<E, F>(
    in WinogradSums<F> layout, Floats inputs, Floats outputs, in WinogradGradientFinish<E, F> finish) : IKernel
    where E : struct, IEpilogue
    where F : struct, IWinogradForm
{
    private readonly WinogradSums<F> _layout = layout;
    private readonly WinogradGradientFinish<E, F> _finish = finish;

    /// <summary>Multiplies all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), products = WinogradSums<F>.Points * height * width;
        Workers.Run<WinogradGradientProduct<E, F>, V>(
            this, _layout.Row / width * Blocks.Ceiling(_layout.Outputs, height),
            products * _layout.Grid.Tiles / PackedProduct.MultiplyAddsPerCost + 2 * products);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), tile = height * width;
        nint blocks = Blocks.Ceiling(_layout.Outputs, height);
        var products = Scratch.TakeForPart(WinogradSums<F>.Points * tile);
        for (var item = start; item < end; item++)
        {
            nint panel = item / blocks, row = item % blocks * height, rows = nint.Min(height, _layout.Outputs - row);
            Floats x = inputs + panel * width, y = outputs + row;
            for (nint point = 0; point < WinogradSums<F>.Points; point++)
            {
                Microkernel.Multiply<V, StridedRows>(
                    new RowsOfA(y + point * _layout.OfOutputs.Point, 1, _layout.OfOutputs.Tile), rows,
                    new StridedRows(x + point * _layout.OfInputs.Point, _layout.OfInputs.Tile), _layout.Grid.Tiles,
                    products + point * tile);
            }

            _finish.Run<V>(products, tile, width, row, rows, panel);
        }
    }
}
