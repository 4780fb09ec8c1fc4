using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Multiplies the tiles of the only chunk, and transforms the products of a register tile while they are in the first-level cache. The
/// items are panels of inputs × register tiles of outputs.
/// </summary>
internal readonly struct WinogradGradientProduct<E>(
    in WinogradGradientLayout layout, Floats inputs, Floats outputs, nint tiles, in WinogradGradientFinish<E> finish) : IKernel
    where E : struct, IEpilogue
{
    private readonly WinogradGradientLayout _layout = layout;
    private readonly WinogradGradientFinish<E> _finish = finish;

    /// <summary>Multiplies all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), products = WinogradLayout.Points * height * _layout.Width;
        Workers.Run<WinogradGradientProduct<E>, V>(
            this, _layout.Panels * Blocks.Ceiling(_layout.Outputs, height),
            products * tiles / PackedProduct.MultiplyAddsPerCost + 2 * products);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), tile = height * width;
        nint blocks = Blocks.Ceiling(_layout.Outputs, height);
        var products = Scratch.TakeForPart(WinogradLayout.Points * tile);
        for (var item = start; item < end; item++)
        {
            nint panel = item / blocks, row = item % blocks * height, rows = nint.Min(height, _layout.Outputs - row);
            var x = inputs + panel * _layout.PanelOfInputs;
            var y = outputs + row * _layout.RowOfOutputs;
            for (nint point = 0; point < WinogradLayout.Points; point++)
            {
                Microkernel.Multiply<V, PackedRows>(
                    new RowsOfA(y + point * _layout.PointOfOutputs, _layout.RowOfOutputs, 1), rows,
                    new PackedRows(x + point * _layout.PointOfInputs), tiles, products + point * tile);
            }

            _finish.Run<V>(products, tile, width, row, rows, panel);
        }
    }
}
