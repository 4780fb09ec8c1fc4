using System.Numerics;

namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution with 3 × 3 windows by its weight, Gᵀ [Σ (A dy Aᵀ) ⊙ (Bᵀ x B)] G over all tiles: the derivative of
/// what <see cref="WinogradConvolution{E}"/> computes, with 16 products for each tile of 2 × 2 results instead of 36.
/// </summary>
/// <remarks>
/// Where there are many tiles and the sums of a thread fit into its cache, tiles are cut into segments, each for one thread, which
/// transforms the tiles that it multiplies. Where there are many channels instead, all threads share a chunk's tiles; where one chunk
/// is all, its products are transformed at once. How sums are cut depends on the sizes alone.
/// </remarks>
internal static class WinogradGradient<E> where E : struct, IEpilogue
{
    /// <summary>Tiles and sums that a segment keeps: 1 MiB each, for the second-level cache.</summary>
    private const nint PartFloats = 1 << 18;

    /// <summary>What summing a segment's sums costs, as tiles that are multiplied.</summary>
    private const nint TilesOfSums = 32;

    /// <summary>Tiles of a segment, at least: few enough for many threads, enough to pay for its sums.</summary>
    private const nint LeastTiles = 192;

    private const int MostSegments = 16;

    /// <summary>Whether it can be done so, and is done faster so than in so many products and sums.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="products">Those of the plain sum.</param>
    public static bool Suits<V>(in ConvolutionShape shape, nint products) where V : struct, ISimd<V>
    {
        if (!WinogradLayout.Covers(shape)) return false;
        var rows = Blocks.RoundUp(shape.Outputs, GemmBlocks.Rows<V>() / 3);
        var columns = Blocks.RoundUp(shape.Inputs, GemmBlocks.Columns<V>());
        var tiles = Tiles(shape) + TilesOfSums * Segments(shape);
        return WinogradLayout.Points * rows * columns * tiles / 4 * 5 < products;
    }

    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue)
        where V : struct, ISimd<V>
    {
        var segments = Segments(shape);
        var length = segments == 1
            ? nint.Min(WeightSums.Depth, Tiles(shape))
            : nint.Clamp(
                PartFloats / (WinogradLayout.Points * (shape.Inputs + shape.Outputs)) / 16 * 16, 32, WeightSums.Depth);
        var layout = new WinogradGradientLayout(shape, GemmBlocks.Columns<V>(), length);
        for (nint group = 0; group < shape.Groups; group++)
        {
            var segment = new Segment(
                layout, shape, x with { Data = x.Data + group * shape.Inputs * x.Channel },
                y with { Data = y.Data + group * shape.Outputs * y.Channel }, segments);
            if (Tiles(shape) <= length)
            {
                segment.RunOnce<V>(new WinogradGradientFinish<E>(layout, default, 1, group, weight, epilogue));
                continue;
            }

            var sums = segments == 1 ? segment.RunTogether<V>() : segment.RunEach<V>();
            new WinogradGradientFinish<E>(layout, sums, segments, group, weight, epilogue).RunAll<V>();
        }
    }

    private static nint Tiles(in ConvolutionShape shape) =>
        shape.Batch * WinogradLayout.Along(shape.Window.Height) * WinogradLayout.Along(shape.Window.Width);

    /// <summary>A power of two: threads come in such numbers.</summary>
    private static int Segments(in ConvolutionShape shape) =>
        WinogradLayout.Points * shape.Inputs * shape.Outputs > PartFloats
            ? 1
            : Math.Min(MostSegments, 1 << BitOperations.Log2((uint)nint.Clamp(Tiles(shape) / LeastTiles, 1, MostSegments)));

    /// <summary>Sums over tiles, chunk by chunk; the items are segments.</summary>
    private readonly struct Segment(
        in WinogradGradientLayout layout, in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, int count,
        Floats sums = default) : IKernel
    {
        private readonly WinogradGradientLayout _layout = layout;
        private readonly ConvolutionShape _shape = shape;
        private readonly ImageOperand _x = x;
        private readonly ImageOperand _y = y;

        /// <summary>All segments, each on one thread.</summary>
        public Floats RunEach<V>() where V : struct, ISimd<V>
        {
            var to = Scratch.Take(count * _layout.ElementsOfSums);
            var cost = WinogradLayout.Points * _shape.Outputs * _layout.RowOfSums * Blocks.Ceiling(Tiles(_shape), count)
                / PackedProduct.MultiplyAddsPerCost;
            Workers.Run<Segment, V>(new Segment(_layout, _shape, _x, _y, count, to), count, cost);
            return to;
        }

        /// <summary>The only chunk, on all threads.</summary>
        public void RunOnce<V>(in WinogradGradientFinish<E> finish) where V : struct, ISimd<V>
        {
            var inputs = Scratch.Take(_layout.ElementsOfInputs + _layout.ElementsOfOutputs);
            var outputs = inputs + _layout.ElementsOfInputs;
            var chunk = new TileChunk(0, Tiles(_shape));
            Transform<V>(chunk, inputs, outputs);
            new WinogradGradientProduct<E>(_layout, inputs, outputs, chunk.Count, finish).RunAll<V>();
        }

        /// <summary>The only segment, on all threads.</summary>
        public Floats RunTogether<V>() where V : struct, ISimd<V>
        {
            var to = Scratch.Take(_layout.ElementsOfSums + _layout.ElementsOfInputs + _layout.ElementsOfOutputs);
            Floats inputs = to + _layout.ElementsOfSums, outputs = inputs + _layout.ElementsOfInputs;
            for (nint tile = 0; tile < Tiles(_shape); tile += _layout.Length)
            {
                var chunk = new TileChunk(tile, nint.Min(_layout.Length, Tiles(_shape) - tile));
                Transform<V>(chunk, inputs, outputs);
                new WinogradGradientSums(_layout, inputs, outputs, chunk.Count, to, isFirst: tile == 0).RunAll<V>();
            }

            return to;
        }

        /// <inheritdoc/>
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var memory = Scratch.TakeForPart(_layout.ElementsOfInputs + _layout.ElementsOfOutputs + nint.Max(
                WinogradGradientInputs.Memory(_layout, _shape.Window), WinogradGradientOutputs.Memory(_layout, _shape.Window)));
            Floats outputs = memory + _layout.ElementsOfInputs, work = outputs + _layout.ElementsOfOutputs;
            for (var segment = start; segment < end; segment++)
            {
                nint first = segment * Tiles(_shape) / count, last = (segment + 1) * Tiles(_shape) / count;
                for (var tile = first; tile < last; tile += _layout.Length)
                {
                    var chunk = new TileChunk(tile, nint.Min(_layout.Length, last - tile));
                    var ofInputs = new WinogradGradientInputs(_layout, _shape.Window, _x, chunk, memory);
                    ofInputs.Run<V>(0, _layout.Panels * chunk.Images(_layout), work);
                    var ofOutputs = new WinogradGradientOutputs(_layout, _shape.Window, _y, chunk, outputs);
                    ofOutputs.Run<V>(0, ofOutputs.Groups, work);
                    var products = new WinogradGradientSums(
                        _layout, memory, outputs, chunk.Count, sums + segment * _layout.ElementsOfSums, isFirst: tile == first);
                    products.Run<V>(0, products.Count);
                }
            }
        }

        private void Transform<V>(TileChunk chunk, Floats inputs, Floats outputs) where V : struct, ISimd<V>
        {
            new WinogradGradientInputs(_layout, _shape.Window, _x, chunk, inputs).RunAll<V>();
            new WinogradGradientOutputs(_layout, _shape.Window, _y, chunk, outputs).RunAll<V>();
        }
    }
}
