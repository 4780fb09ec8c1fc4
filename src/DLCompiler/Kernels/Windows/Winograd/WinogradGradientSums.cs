using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Adds a chunk's products over tiles to the sums, a matrix product for each point. The items are points × panels.
/// </summary>
internal readonly unsafe struct WinogradGradientSums(
    in WinogradGradientLayout layout, Floats inputs, Floats outputs, nint tiles, Floats sums, bool isFirst) : IKernel
{
    private readonly WinogradGradientLayout _layout = layout;

    /// <summary>How many items there are.</summary>
    public nint Count => WinogradLayout.Points * _layout.Panels;

    /// <summary>Adds all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V> =>
        Workers.Run<WinogradGradientSums, V>(
            this, Count, _layout.Outputs * _layout.Width * tiles / PackedProduct.MultiplyAddsPerCost);

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
        var memory = stackalloc float[(int)(height * width) + 16];
        var tile = Scratch.Align(memory);
        for (var item = start; item < end; item++)
        {
            var (point, panel) = (item / _layout.Panels, item % _layout.Panels);
            var x = inputs + (point * _layout.PointOfInputs + panel * _layout.PanelOfInputs);
            var y = outputs + point * _layout.PointOfOutputs;
            var to = sums + (point * _layout.PointOfSums + panel * width);
            for (nint row = 0; row < _layout.Outputs; row += height)
            {
                WeightSums.Add<V>(
                    new RowsOfA(y + row * _layout.RowOfOutputs, _layout.RowOfOutputs, 1),
                    nint.Min(height, _layout.Outputs - row), x, tiles, tile, to + row * _layout.RowOfSums, _layout.RowOfSums, isFirst);
            }
        }
    }
}
