using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// A convolution as a matrix product whose right operand is never made: its row for a channel and a tap is a run of floats
/// in the planes of an image, at an offset that is the same for all outputs.
/// </summary>
internal static class TiledConvolution<E> where E : struct, IEpilogue
{
    /// <summary>
    /// The limit of a block of products that are summed in registers, before they are added to others: one for 3×3 windows of 64
    /// channels.
    /// </summary>
    private const nint MaxDepth = 640;

    /// <summary>The convolution, or the gradient by its images of one whose <paramref name="weight"/> that is.</summary>
    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where V : struct, ISimd<V>
    {
        var layout = PlaneLayout.OfInputs(shape.Window);
        nint channels = shape.Groups * shape.Inputs, depth = shape.Depth, height = GemmBlocks.Rows<V>();
        var images = nint.Clamp(CacheSizes.Current.Chunk / (channels * layout.Channel), 1, shape.Batch);
        var packing = new TapWeight.Packing(shape, weight, height);
        var panels = PackedCopies.Find<TapWeight.Packing, V>(weight.Data, packing);
        var offsets = Blocks.RoundUp(depth, 8) * 2;
        var packed = panels.IsNull ? packing.Elements : 0;
        var scratch = Scratch.Take(offsets + packed + Planes.Elements(layout, images * channels));
        var memory = scratch + (offsets + packed);

        WriteOffsets(layout, shape, scratch, weight.IsTransposed);
        if (panels.IsNull) packing.Pack<V>(panels = scratch + offsets);
        for (nint image = 0; image < shape.Batch; image += images)
        {
            var source = x with { Data = x.Data + image * x.Batch };
            var planes = new Planes(layout, source, channels, nint.Min(images, shape.Batch - image), memory);
            planes.Copy<V>();
            new Tiles(shape, layout, planes, image, panels, scratch, y, epilogue).RunAll<V>();
        }
    }

    private static unsafe void WriteOffsets(
        in PlaneLayout layout, in ConvolutionShape shape, Floats offsets, bool isReversed)
    {
        var taps = (int)shape.Window.Taps;
        var table = (nint*)offsets.Pointer;
        layout.Offsets(shape.Window, shape.Inputs, table);
        if (!isReversed) return;
        for (nint channel = 0; channel < shape.Inputs; channel++) new Span<nint>(table + channel * taps, taps).Reverse();
    }

    /// <summary>
    /// Tiles of the results of several images. The items are blocks of rows × images × tiles of columns, the last the
    /// fastest: a run of items shares its block of the weights.
    /// </summary>
    private readonly unsafe struct Tiles(
        in ConvolutionShape shape, in PlaneLayout layout, in Planes planes, nint firstImage, Floats panels,
        Floats offsets, in GemmOperand y, in E epilogue) : IKernel
    {
        private readonly ConvolutionShape _shape = shape;
        private readonly PlaneLayout _layout = layout;
        private readonly Planes _planes = planes;
        private readonly GemmOperand _y = y;
        private readonly E _epilogue = epilogue;
        private readonly nint _images = nint.Min(shape.Batch - firstImage, planes.Images);

        public void RunAll<V>() where V : struct, ISimd<V>
        {
            var columns = Blocks.Ceiling(_layout.Columns(_shape.Window), GemmBlocks.Columns<V>());
            var blockRows = GemmBlocks.BlockRows<V>(_shape.Depth);
            var blocks = Blocks.Ceiling(_shape.Outputs, blockRows);
            var cost = nint.Min(_shape.Outputs, blockRows) * _shape.Depth * GemmBlocks.Columns<V>()
                / PackedProduct.MultiplyAddsPerCost;
            Workers.Run<Tiles, V>(this, _shape.Groups * blocks * _images * columns, cost);
        }

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var columns = Blocks.Ceiling(_layout.Columns(_shape.Window), GemmBlocks.Columns<V>());
            var blocks = Blocks.Ceiling(_shape.Outputs, GemmBlocks.BlockRows<V>(_shape.Depth));
            var each = _images * columns;
            while (start < end)
            {
                var block = start / each;
                var stop = nint.Min(end, (block + 1) * each);
                RunBlock<V>(block / blocks, block % blocks, start - block * each, stop - block * each, columns);
                start = stop;
            }
        }

        /// <summary>Tiles of a block of rows of a group.</summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void RunBlock<V>(nint group, nint block, nint start, nint end, nint columns)
            where V : struct, ISimd<V>
        {
            nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
            var memory = stackalloc float[(int)((height + 1) * width) + 16];
            var tile = Scratch.Align(memory);
            var runs = stackalloc OutputRun[(int)width];
            var a = TapWeight.Panels(_shape, group, height, panels);
            var blockRows = GemmBlocks.BlockRows<V>(_shape.Depth);
            nint firstRow = block * blockRows, firstPanel = firstRow / height;
            var lastPanel = nint.Min(firstPanel + blockRows / height, a.Count);
            var depth = Blocks.Ceiling(_shape.Depth, Blocks.Ceiling(_shape.Depth, MaxDepth));
            var planesOfGroup = group * _shape.Inputs * _layout.Channel;

            for (var item = start; item < end; item++)
            {
                var (image, column) = (item / columns, item % columns * width);
                var pixels = _planes[image] + (planesOfGroup + column);
                var found = _layout.Runs(_shape.Window, column, width, runs);
                var result = new ProductResult<E>(_y, _epilogue, firstImage + image, group);
                for (var panel = firstPanel; panel < lastPanel; panel++)
                {
                    var row = panel * height;
                    var existing = nint.Min(height, _shape.Outputs - row);
                    for (nint k = 0; k < _shape.Depth; k += depth)
                    {
                        Microkernel.Multiply<V, OffsetRows>(
                            new RowsOfA(a[panel] + k * height, 1, height), existing,
                            new OffsetRows(pixels, (nint*)offsets.Pointer + k), nint.Min(depth, _shape.Depth - k), tile, adds: k > 0);
                    }

                    for (var run = 0; run < found; run++)
                    {
                        result.Finish<V>(
                            tile + runs[run].Column, width, row, existing, runs[run].Output, runs[run].Length,
                            first: true, last: true);
                    }
                }
            }
        }
    }
}
