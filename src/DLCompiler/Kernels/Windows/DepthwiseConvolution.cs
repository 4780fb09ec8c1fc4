using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// A convolution with a few results a group, of depthwise kind: no tile of rows to multiply, so that the rows of planes are
/// summed one result at a time, while they are in the first-level cache. The items are groups of images.
/// </summary>
internal readonly unsafe struct DepthwiseConvolution<E>(
    in ConvolutionShape shape, in PlaneLayout layout, in ImageOperand x, Floats weight, in GemmOperand y, in E epilogue)
    : IKernel
    where E : struct, IEpilogue
{
    private readonly ConvolutionShape _shape = shape;
    private readonly PlaneLayout _layout = layout;
    private readonly ImageOperand _x = x;
    private readonly GemmOperand _y = y;
    private readonly E _epilogue = epilogue;

    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, Floats weight, in GemmOperand y, in E epilogue)
        where V : struct, ISimd<V>
    {
        var layout = PlaneLayout.OfInputs(shape.Window);
        var kernel = new DepthwiseConvolution<E>(shape, layout, x, weight, y, epilogue);
        var cost = shape.Inputs * layout.Channel + shape.Outputs * shape.Depth * layout.Columns(shape.Window) / 2;
        Workers.Run<DepthwiseConvolution<E>, V>(kernel, shape.Batch * shape.Groups, cost);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        nint depth = _shape.Depth, width = 4 * V.Count, columns = _layout.Columns(_shape.Window);
        var memory = stackalloc float[(int)(width + V.Count) + 16];
        var tile = Scratch.Align(memory);
        var runs = stackalloc OutputRun[(int)width];
        var table = Blocks.RoundUp(depth, 8) * 2;
        var scratch = Scratch.Take(table + Planes.Elements(_layout, _shape.Inputs));
        var offsets = (nint*)scratch.Pointer;
        _layout.Offsets(_shape.Window, _shape.Inputs, offsets);
        for (var item = start; item < end; item++)
        {
            var (image, group) = (item / _shape.Groups, item % _shape.Groups);
            var source = _x.Data + (image * _x.Batch + group * _shape.Inputs * _x.Channel);
            var planes = new Planes(_layout, _x with { Data = source }, _shape.Inputs, 1, scratch + table);
            planes.Run<V>(0, _shape.Inputs);
            var result = new ProductResult<E>(_y, _epilogue, image, group);
            for (nint column = 0; column < columns; column += width)
            {
                var found = _layout.Runs(_shape.Window, column, width, runs);
                for (nint row = 0; row < _shape.Outputs; row++)
                {
                    var a = weight + (group * _shape.Outputs + row) * depth;
                    Sum<V>(a, planes[0] + column, offsets, depth, tile);
                    for (var run = 0; run < found; run++)
                    {
                        result.Finish<V>(
                            tile + runs[run].Column, width, row, 1, runs[run].Output, runs[run].Length,
                            first: true, last: true);
                    }
                }
            }
        }
    }

    /// <summary>One row of weights by four vectors of neighbouring outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<V>(Floats a, Floats planes, nint* offsets, nint depth, Floats tile)
        where V : struct, ISimd<V>
    {
        V c0 = default, c1 = default, c2 = default, c3 = default;
        for (nint k = 0; k < depth; k++)
        {
            var splat = V.Create(a[k]);
            var row = planes + offsets[k];
            c0 = V.Fma(splat, V.Load(row, 0, V.Count), c0);
            c1 = V.Fma(splat, V.Load(row, V.Count, V.Count), c1);
            c2 = V.Fma(splat, V.Load(row, 2 * V.Count, V.Count), c2);
            c3 = V.Fma(splat, V.Load(row, 3 * V.Count, V.Count), c3);
        }

        V.Store(c0, tile, 0, V.Count);
        V.Store(c1, tile, V.Count, V.Count);
        V.Store(c2, tile, 2 * V.Count, V.Count);
        V.Store(c3, tile, 3 * V.Count, V.Count);
    }
}
