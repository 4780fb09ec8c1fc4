using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// A convolution as a matrix product whose right operand is never made: its row for a channel and a tap is a run of floats
/// in the planes of an image, at an offset that is the same for all outputs.
/// </summary>
internal static class TiledConvolution<E> where E : struct, IEpilogue
{
    /// <summary>Planes that are made at a time: 4 MiB, for the last-level cache; one image at least.</summary>
    private const nint ChunkFloats = 1 << 20;

    /// <summary>
    /// The limit of a block of products that are summed in registers: one pass for 3×3 windows of 64 channels. Rows of
    /// planes lie close together, so that more of them stay in cache than of a packed operand.
    /// </summary>
    private const nint MaxDepth = 640;

    /// <summary>The convolution, or the gradient by its images of one whose <paramref name="weight"/> that is.</summary>
    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where V : struct, ISimd<V>
    {
        var layout = PlaneLayout.OfInputs(shape.Window);
        nint channels = shape.Groups * shape.Inputs, depth = shape.Depth, height = GemmBlocks.Rows<V>();
        var images = nint.Clamp(ChunkFloats / (channels * layout.Channel), 1, shape.Batch);
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
            var blocks = Blocks.Ceiling(_shape.Outputs, GemmBlocks.BlockRows);
            var cost = nint.Min(_shape.Outputs, GemmBlocks.BlockRows) * _shape.Depth * GemmBlocks.Columns<V>()
                / PackedProduct.MultiplyAddsPerCost;
            Workers.Run<Tiles, V>(this, _shape.Groups * blocks * _images * columns, cost);
        }

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var columns = Blocks.Ceiling(_layout.Columns(_shape.Window), GemmBlocks.Columns<V>());
            var blocks = Blocks.Ceiling(_shape.Outputs, GemmBlocks.BlockRows);
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
            nint firstRow = block * GemmBlocks.BlockRows, firstPanel = firstRow / height;
            var lastPanel = nint.Min(firstPanel + GemmBlocks.BlockRows / height, a.Count);
            var depth = Blocks.Ceiling(_shape.Depth, Blocks.Ceiling(_shape.Depth, MaxDepth));
            var planesOfGroup = group * _shape.Inputs * _layout.Channel;

            for (nint k = 0; k < _shape.Depth; k += depth)
            {
                var part = nint.Min(depth, _shape.Depth - k);
                var (first, last) = (k == 0, k + part == _shape.Depth);
                for (var item = start; item < end; item++)
                {
                    var (image, column) = (item / columns, item % columns * width);
                    var rows = new OffsetRows(
                        _planes[image] + (planesOfGroup + column), (nint*)offsets.Pointer + k);
                    var found = _layout.Runs(_shape.Window, column, width, runs);
                    var result = new ProductResult<E>(_y, _epilogue, firstImage + image, group);
                    for (var panel = firstPanel; panel < lastPanel; panel++)
                    {
                        var row = panel * height;
                        var existing = nint.Min(height, _shape.Outputs - row);
                        Microkernel.Multiply<V, OffsetRows>(
                            new RowsOfA(a[panel] + k * height, 1, height), existing, rows, part, tile);
                        for (var run = 0; run < found; run++)
                        {
                            result.Finish<V>(
                                tile + runs[run].Column, width, row, existing, runs[run].Output, runs[run].Length,
                                first, last);
                        }
                    }
                }
            }
        }
    }
}
