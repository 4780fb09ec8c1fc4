using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution by its weight as one matrix product a tap, [outputs, images' elements] by [images' elements, inputs]:
/// the rows are planes of the results' gradients, the panels have the inputs in their lanes, moved on by the tap's offset.
/// </summary>
/// <remarks>The items are panels of inputs × blocks of outputs.</remarks>
internal readonly unsafe struct WeightByInputs<E>(
    in ConvolutionShape shape, in PlaneLayout layout, in LanePanels x, in Planes y, Floats offsets, in GemmOperand weight,
    in E epilogue, bool first, bool last) : IKernel
    where E : struct, IEpilogue
{
    /// <summary>Tiles of sums of an item: few, that they stay in the second-level cache, but enough to use a panel often.</summary>
    private const nint Tiles = 8;

    private readonly ConvolutionShape _shape = shape;
    private readonly PlaneLayout _layout = layout;
    private readonly LanePanels _x = x;
    private readonly Planes _y = y;
    private readonly GemmOperand _weight = weight;
    private readonly E _epilogue = epilogue;

    /// <summary>The multiply-adds of an output, those in vain included.</summary>
    public static nint Work<V>(in ConvolutionShape shape) where V : struct, ISimd<V> =>
        Blocks.RoundUp(shape.Outputs, GemmBlocks.Rows<V>() / 3) * Blocks.RoundUp(shape.Inputs, GemmBlocks.Columns<V>())
        * shape.Window.Taps;

    public void RunAll<V>() where V : struct, ISimd<V>
    {
        var cost = Rows<V>() * GemmBlocks.Columns<V>() * _shape.Window.Taps * _y.Images * _layout.Plane
            / PackedProduct.MultiplyAddsPerCost;
        Workers.Run<WeightByInputs<E>, V>(
            this, _shape.Groups * _x.Panels * Blocks.Ceiling(_shape.Outputs, Rows<V>()), cost);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>(), taps = _shape.Window.Taps;
        var memory = stackalloc float[(int)(height * width) + 16];
        var tile = Scratch.Align(memory);
        var blocks = Blocks.Ceiling(_shape.Outputs, Rows<V>());
        var table = (nint*)offsets.Pointer;
        var depth = (_y.Images - 1) * _layout.Plane + _layout.Columns(_shape.Window);
        var sums = Scratch.TakeForPart((Rows<V>() + 1) * taps * width);
        for (var item = start; item < end; item++)
        {
            var (place, block) = (item / blocks, item % blocks);
            var (group, panel) = (place / _x.Panels, place % _x.Panels);
            var firstRow = block * Rows<V>();
            var rows = nint.Min(Rows<V>(), _shape.Outputs - firstRow);
            var y = _y[0] + (group * _shape.Outputs + firstRow) * _y.Channel;
            var x = _x[group, panel];
            for (nint k = 0; k < depth; k += WeightSums.Depth)
            {
                var part = nint.Min(WeightSums.Depth, depth - k);
                for (nint row = 0; row < rows; row += height)
                {
                    var a = new RowsOfA(y + (row * _y.Channel + k), _y.Channel, 1);
                    for (nint tap = 0; tap < taps; tap++)
                    {
                        WeightSums.Add<V, PackedRows>(
                            a, nint.Min(height, rows - row), new PackedRows(x + (k + table[tap]) * width), part, tile,
                            sums + (row * taps + tap) * width, taps * width, isFirst: k == 0);
                    }
                }
            }

            Finish<V>(group, firstRow, rows, panel, sums, sums + Rows<V>() * taps * width);
        }
    }

    /// <summary>Sums of rows [tap, input] become rows [input, tap] of the weight.</summary>
    private void Finish<V>(nint group, nint firstRow, nint rows, nint panel, Floats sums, Floats line)
        where V : struct, ISimd<V>
    {
        nint width = GemmBlocks.Columns<V>(), taps = _shape.Window.Taps, count = _x.Count(panel);
        var result = new ProductResult<E>(_weight, _epilogue, 0, group);
        for (nint row = 0; row < rows; row++, sums += taps * width)
        {
            Transposition.Run<V>(sums, width, taps, count, line, taps);
            result.Finish<V>(
                line, taps * width, firstRow + row, 1, panel * width * taps, count * taps, first, last);
        }
    }

    private nint Rows<V>() where V : struct, ISimd<V> =>
        nint.Max(1, Tiles / _shape.Window.Taps) * GemmBlocks.Rows<V>();
}
