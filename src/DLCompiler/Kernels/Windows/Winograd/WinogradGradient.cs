namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution with 3 × 3 windows by its weight, Gᵀ [Σ (A dy Aᵀ) ⊙ (Bᵀ x B)] G over all tiles: the derivative of
/// what <see cref="WinogradConvolution{E}"/> computes.
/// </summary>
/// <remarks>
/// Where there are many tiles and the sums of a thread fit into its cache, tiles are cut into segments, each for one thread, which
/// transforms the tiles that it multiplies. Where there are many channels instead, all threads share a chunk's tiles; where one chunk
/// is all, its products are transformed at once. How sums are cut depends on the sizes alone.
/// </remarks>
internal static class WinogradGradient<E> where E : struct, IEpilogue
{
    /// <summary>Runs it, in the form with which it takes least.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">The images.</param>
    /// <param name="y">The gradients of the results.</param>
    /// <param name="weight">Where partial sums may be kept.</param>
    /// <param name="epilogue">What happens to finished elements.</param>
    /// <param name="products">What the plain sum takes, those in vain included.</param>
    /// <returns>False if it is faster by plain products, or cannot be done so.</returns>
    public static bool TryRun<V>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue, nint products)
        where V : struct, ISimd<V>
    {
        switch (WinogradChoice.SizeOfGradient(shape, products, GemmBlocks.Rows<V>(), GemmBlocks.Columns<V>()))
        {
            case 4:
                Run<FourByFour, V>(shape, x, y, weight, epilogue);
                return true;
            case 2:
                Run<TwoByTwo, V>(shape, x, y, weight, epilogue);
                return true;
            default:
                return false;
        }
    }

    private static void Run<F, V>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue)
        where F : struct, IWinogradForm
        where V : struct, ISimd<V>
    {
        var layout = WinogradSums<F>.Of<V>(shape);
        for (nint group = 0; group < shape.Groups; group++)
        {
            var inputs = TileTransform<F>.OfInputs(
                layout.Grid, shape, x with { Data = x.Data + group * shape.Inputs * x.Channel }, layout.OfInputs);
            var outputs = TileTransform<F>.OfGradients(
                layout.Grid, shape, y with { Data = y.Data + group * shape.Outputs * y.Channel }, layout.OfOutputs);
            var segment = new Segment<F>(layout, inputs, outputs);
            if (layout.Rows >= layout.Grid.AllRows)
            {
                segment.RunOnce<V>(new WinogradGradientFinish<E, F>(layout, default, group, weight, epilogue));
                continue;
            }

            var sums = layout.Segments == 1 ? segment.RunTogether<V>() : segment.RunEach<V>();
            new WinogradGradientFinish<E, F>(layout, sums, group, weight, epilogue).RunAll<V>();
        }
    }

    /// <summary>Sums over tiles, chunk by chunk; the items are segments.</summary>
    private readonly struct Segment<F>(
        in WinogradSums<F> layout, in TileTransform<F> inputs, in TileTransform<F> outputs, Floats sums = default) : IKernel
        where F : struct, IWinogradForm
    {
        private readonly WinogradSums<F> _layout = layout;
        private readonly TileTransform<F> _inputs = inputs;
        private readonly TileTransform<F> _outputs = outputs;

        /// <summary>All segments, each on one thread.</summary>
        public Floats RunEach<V>() where V : struct, ISimd<V>
        {
            var to = Scratch.Take(_layout.Segments * _layout.Elements);
            var cost = _layout.Elements * Blocks.Ceiling(_layout.Grid.Tiles, _layout.Segments) / PackedProduct.MultiplyAddsPerCost;
            Workers.Run<Segment<F>, V>(new Segment<F>(_layout, _inputs, _outputs, to), _layout.Segments, cost);
            return to;
        }

        /// <summary>The only chunk, on all threads.</summary>
        public void RunOnce<V>(in WinogradGradientFinish<E, F> finish) where V : struct, ISimd<V>
        {
            var x = Scratch.Take(_layout.OfInputs.Elements<F>() + _layout.OfOutputs.Elements<F>());
            var y = x + _layout.OfInputs.Elements<F>();
            Transform<V>(new TileRows(0, _layout.Grid.AllRows), x, y);
            new WinogradGradientProduct<E, F>(_layout, x, y, finish).RunAll<V>();
        }

        /// <summary>The only segment, on all threads.</summary>
        public Floats RunTogether<V>() where V : struct, ISimd<V>
        {
            var to = Scratch.Take(_layout.Elements + _layout.OfInputs.Elements<F>() + _layout.OfOutputs.Elements<F>());
            Floats x = to + _layout.Elements, y = x + _layout.OfInputs.Elements<F>();
            for (nint row = 0; row < _layout.Grid.AllRows; row += _layout.Rows)
            {
                var chunk = new TileRows(row, nint.Min(_layout.Rows, _layout.Grid.AllRows - row));
                Transform<V>(chunk, x, y);
                new WinogradGradientSums<F>(_layout, x, y, chunk.Count * _layout.Grid.Columns, to, isFirst: row == 0).RunAll<V>();
            }

            return to;
        }

        /// <inheritdoc/>
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            nint ofInputs = _layout.OfInputs.Elements<F>(), ofOutputs = _layout.OfOutputs.Elements<F>();
            var x = Scratch.TakeForPart(
                ofInputs + ofOutputs + nint.Max(_inputs.Memory<V>(_layout.Rows), _outputs.Memory<V>(_layout.Rows)));
            Floats y = x + ofInputs, memory = y + ofOutputs;
            for (var segment = start; segment < end; segment++)
            {
                nint rows = _layout.Grid.AllRows, first = segment * rows / _layout.Segments, last = (segment + 1) * rows / _layout.Segments;
                for (var row = first; row < last; row += _layout.Rows)
                {
                    var chunk = new TileRows(row, nint.Min(_layout.Rows, last - row));
                    _inputs.Of(chunk, x).RunAll<V>(memory);
                    _outputs.Of(chunk, y).RunAll<V>(memory);
                    new WinogradGradientSums<F>(
                        _layout, x, y, chunk.Count * _layout.Grid.Columns, sums + segment * _layout.Elements, isFirst: row == first)
                        .RunHere<V>();
                }
            }
        }

        private void Transform<V>(TileRows chunk, Floats x, Floats y) where V : struct, ISimd<V>
        {
            _inputs.Of(chunk, x).RunAll<V>();
            _outputs.Of(chunk, y).RunAll<V>();
        }
    }
}
