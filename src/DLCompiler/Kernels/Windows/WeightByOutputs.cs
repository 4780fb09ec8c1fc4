using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution by its weight where an image has few channels, as the first of a network: taps along a line of a
/// window are the rows, a few elements apart in the planes of an image; the panels have the results in their lanes.
/// </summary>
/// <remarks>The items are panels of results × blocks of lines: channels × the window's outer axes.</remarks>
internal readonly unsafe struct WeightByOutputs<E>(
    in ConvolutionShape shape, in PlaneLayout layout, in Planes x, in LanePanels y, Floats offsets, in GemmOperand weight,
    in E epilogue, bool first, bool last) : IKernel
    where E : struct, IEpilogue
{
    /// <summary>Blocks that the lines of a panel are cut into at most.</summary>
    private const nint MaxBlocks = 8;

    private readonly ConvolutionShape _shape = shape;
    private readonly PlaneLayout _layout = layout;
    private readonly Planes _x = x;
    private readonly LanePanels _y = y;
    private readonly GemmOperand _weight = weight;
    private readonly E _epilogue = epilogue;

    private nint Taps => _shape.Window.Width.Kernel;

    private nint Lines => _shape.Depth / Taps;

    private nint LinesOfBlock => Runtime.Blocks.Ceiling(Lines, MaxBlocks);

    private nint Blocks => Runtime.Blocks.Ceiling(Lines, LinesOfBlock);

    /// <summary>The multiply-adds of an output, those in vain included.</summary>
    public static nint Work<V>(in ConvolutionShape shape) where V : struct, ISimd<V>
    {
        var axis = PlaneAxis.OfInputs(shape.Window.Width);
        nint rows = 0;
        for (nint phase = 0; phase < axis.Phases; phase++)
            rows += Runtime.Blocks.RoundUp(OfPhase(axis, shape.Window.Width.Kernel, phase), GemmBlocks.Rows<V>() / 3);
        return Runtime.Blocks.RoundUp(shape.Outputs, GemmBlocks.Columns<V>()) * rows
            * shape.Inputs * shape.Window.Depth.Kernel * shape.Window.Height.Kernel;
    }

    public void RunAll<V>() where V : struct, ISimd<V>
    {
        var cost = LinesOfBlock * Taps * GemmBlocks.Columns<V>() * _x.Images * _layout.Plane
            / PackedProduct.MultiplyAddsPerCost;
        Workers.Run<WeightByOutputs<E>, V>(this, _shape.Groups * _y.Panels * Blocks, cost);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
        var memory = stackalloc float[(int)(height * width) + 16];
        var tile = Scratch.Align(memory);
        var depth = (_x.Images - 1) * _layout.Plane + _layout.Columns(_shape.Window);
        var sums = Scratch.TakeForPart((LinesOfBlock + 1) * Taps * width);
        for (var item = start; item < end; item++)
        {
            var (place, block) = (item / Blocks, item % Blocks);
            var (group, panel) = (place / _y.Panels, place % _y.Panels);
            var firstLine = block * LinesOfBlock;
            var lines = nint.Min(LinesOfBlock, Lines - firstLine);
            for (nint k = 0; k < depth; k += WeightSums.Depth)
            {
                var part = nint.Min(WeightSums.Depth, depth - k);
                var y = _y[group, panel] + k * width;
                for (nint line = 0; line < lines; line++)
                    AddLine<V>(group, firstLine + line, k, part, y, tile, sums + line * Taps * width);
            }

            Finish<V>(group, firstLine, lines, panel, sums, sums + LinesOfBlock * Taps * width);
        }
    }

    private static nint OfPhase(in PlaneAxis axis, nint taps, nint phase) =>
        Runtime.Blocks.Ceiling(taps - phase, axis.Phases);

    /// <summary>The taps of a line: those of one phase are as far apart as a tile's rows may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddLine<V>(nint group, nint line, nint k, nint depth, Floats y, Floats tile, Floats sums)
        where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
        var linesOfChannel = Lines / _shape.Inputs;
        var table = (nint*)offsets.Pointer + line % linesOfChannel * Taps;
        var x = _x[0] + ((group * _shape.Inputs + line / linesOfChannel) * _x.Channel + k);
        var phases = _layout.Width.Phases;
        for (nint phase = 0; phase < phases; phase++)
        {
            var taps = OfPhase(_layout.Width, Taps, phase);
            var step = taps > 1 ? table[phase + phases] - table[phase] : 1;
            for (nint i = 0; i < taps; i += height)
            {
                var tap = phase + i * phases;
                WeightSums.Add<V, PackedRows>(
                    new RowsOfA(x + table[tap], step, 1), nint.Min(height, taps - i), new PackedRows(y), depth, tile,
                    sums + tap * width, phases * width, isFirst: k == 0);
            }
        }
    }

    /// <summary>Sums of lines [tap, result] become pieces [result, tap] of the weight.</summary>
    private void Finish<V>(nint group, nint firstLine, nint lines, nint panel, Floats sums, Floats piece)
        where V : struct, ISimd<V>
    {
        nint width = GemmBlocks.Columns<V>(), count = _y.Count(panel);
        var result = new ProductResult<E>(_weight, _epilogue, 0, group);
        for (nint line = 0; line < lines; line++, sums += Taps * width)
        {
            Transposition.Run<V>(sums, width, Taps, count, piece, Taps);
            result.Finish<V>(piece, Taps, panel * width, count, (firstLine + line) * Taps, Taps, first, last);
        }
    }
}
