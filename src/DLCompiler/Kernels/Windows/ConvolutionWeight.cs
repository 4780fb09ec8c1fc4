namespace DLCompiler.Runtime;

/// <summary>
/// The gradient of a convolution by its weight: the sums, over all images, of a result's gradient times what a tap looks at. One
/// side is laid out in planes, the other in panels that have channels in their lanes; the side that fills the lanes better.
/// </summary>
internal static class ConvolutionWeight<E> where E : struct, IEpilogue
{
    /// <summary>What is laid out at a time: 1 MiB, for a second-level cache. A constant, as it decides the order of sums.</summary>
    private const nint ChunkFloats = 1 << 18;

    /// <summary>Elements of a channel that are laid out at a time, at least: the sums are read and written once for them.</summary>
    private const nint LeastElements = 512;

    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue)
        where V : struct, ISimd<V>
    {
        if (shape.Outputs <= Convolution.FewRows && shape.Inputs <= Convolution.FewRows)
            DepthwiseWeight<E>.Run<V>(shape, x, y, weight, epilogue);
        else if (!WinogradGradient<E>.TryRun<V>(shape, x, y, weight, epilogue, Products<V>(shape)))
            RunProducts<V>(shape, x, y, weight, epilogue);
    }

    /// <summary>The multiply-adds of the plain sum, those in vain included.</summary>
    private static nint Products<V>(in ConvolutionShape shape) where V : struct, ISimd<V> =>
        nint.Min(WeightByInputs<E>.Work<V>(shape), WeightByOutputs<E>.Work<V>(shape))
        * shape.Batch * PlaneLayout.OfInputs(shape.Window).Plane;

    private static void RunProducts<V>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue)
        where V : struct, ISimd<V>
    {
        PlaneLayout inputs = PlaneLayout.OfInputs(shape.Window), outputs = PlaneLayout.OfOutputs(shape.Window);
        nint channelsOfX = shape.Groups * shape.Inputs, channelsOfY = shape.Groups * shape.Outputs;
        nint width = GemmBlocks.Columns<V>();
        var byInputs = WeightByInputs<E>.Work<V>(shape) <= WeightByOutputs<E>.Work<V>(shape);
        var images = nint.Max(
            ChunkFloats / (channelsOfX * inputs.Channel + channelsOfY * outputs.Channel),
            Blocks.Ceiling(LeastElements, outputs.Plane));
        images = nint.Min(images, shape.Batch);

        var panels = shape.Groups * Blocks.Ceiling(byInputs ? shape.Inputs : shape.Outputs, width);
        var elementsOfPanels = LanePanels.Elements(byInputs ? inputs : outputs, panels, images, width);
        var elementsOfPlanes = byInputs
            ? (channelsOfY + GemmBlocks.Rows<V>()) * outputs.ChannelOf(images)
            : (channelsOfX + 1) * inputs.ChannelOf(images);
        var table = Blocks.RoundUp(shape.Window.Taps, 8) * 2;
        var scratch = Scratch.Take(table + elementsOfPanels + elementsOfPlanes);
        Floats panelsAt = scratch + table, planesAt = panelsAt + elementsOfPanels;

        for (nint image = 0; image < shape.Batch; image += images)
        {
            var count = nint.Min(images, shape.Batch - image);
            var (first, last) = (image == 0, image + count == shape.Batch);
            WriteOffsets(inputs, shape.Window, count, scratch);
            ImageOperand fromX = x with { Data = x.Data + image * x.Batch }, fromY = y with { Data = y.Data + image * y.Batch };
            if (byInputs)
            {
                var xs = new LanePanels(inputs, fromX, shape.Groups, shape.Inputs, count, width, panelsAt);
                var ys = new Planes(outputs, fromY, channelsOfY, count, planesAt, inside: true);
                xs.Fill<V>();
                ys.Copy<V>();
                new WeightByInputs<E>(shape, inputs, xs, ys, scratch, weight, epilogue, first, last).RunAll<V>();
            }
            else
            {
                var xs = new Planes(inputs, fromX, channelsOfX, count, planesAt, inside: true);
                var ys = new LanePanels(outputs, fromY, shape.Groups, shape.Outputs, count, width, panelsAt);
                xs.Copy<V>();
                ys.Fill<V>();
                new WeightByOutputs<E>(shape, inputs, xs, ys, scratch, weight, epilogue, first, last).RunAll<V>();
            }
        }
    }

    private static unsafe void WriteOffsets(in PlaneLayout layout, in SlidingWindow window, nint images, Floats offsets) =>
        layout.Offsets(window, 0, images * layout.Plane, (nint*)offsets.Pointer);
}
