using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Adds a chunk's products over tiles to the sums, a matrix product for each point. The items are points × panels of inputs.
/// </summary>
internal readonly unsafe struct WinogradGradientSums<F>(
    in WinogradSums<F> layout, Floats inputs, Floats outputs, nint tiles, Floats sums, bool isFirst) : IKernel
    where F : struct, IWinogradForm
{
    private readonly WinogradSums<F> _layout = layout;

    /// <summary>Adds all, on all threads.</summary>
    public void RunAll<V>() where V : struct, ISimd<V> =>
        Workers.Run<WinogradGradientSums<F>, V>(
            this, Count<V>(), _layout.Outputs * GemmBlocks.Columns<V>() * tiles / PackedProduct.MultiplyAddsPerCost);

    /// <summary>Adds all, on this thread.</summary>
    public void RunHere<V>() where V : struct, ISimd<V> => Run<V>(0, Count<V>());

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), panels = _layout.Row / width;
        var memory = stackalloc float[(int)(height * width) + 16];
        var tile = Scratch.Align(memory);
        for (var item = start; item < end; item++)
        {
            var (point, panel) = (item / panels, item % panels);
            var x = new StridedRows(inputs + (point * _layout.OfInputs.Point + panel * width), _layout.OfInputs.Tile);
            var y = outputs + point * _layout.OfOutputs.Point;
            var to = sums + (point * _layout.Point + panel * width);
            for (nint row = 0; row < _layout.Outputs; row += height)
            {
                WeightSums.Add<V, StridedRows>(
                    new RowsOfA(y + row, 1, _layout.OfOutputs.Tile), nint.Min(height, _layout.Outputs - row), x, tiles, tile,
                    to + row * _layout.Row, _layout.Row, isFirst);
            }
        }
    }

    private nint Count<V>() where V : struct, ISimd<V> => WinogradSums<F>.Points * (_layout.Row / GemmBlocks.Columns<V>());
}
