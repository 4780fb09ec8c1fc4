namespace DLCompiler.Runtime;

/// <summary>
/// Convolutions with windows of 3 × 3 that move on by one, with 16 products for each 2 × 2 outputs instead of 36:
/// Winograd's minimal filtering F(2 × 2, 3 × 3), as in Lavin and Gray, "Fast algorithms for convolutional neural networks"
/// (2015), section 4.1.
/// </summary>
/// <remarks>
/// Sums and differences of four inputs, and of taps, are exact to a few roundings: the error stays near that of the plain sum.
/// </remarks>
internal static class WinogradConvolution<E> where E : struct, IEpilogue
{
    /// <summary>Transformed tiles that are made at a time: 4 MiB, for the last-level cache; one image at least.</summary>
    private const nint ChunkFloats = 1 << 20;

    /// <summary>Fewer channels than that do not pay for the transformations.</summary>
    private const nint FewChannels = 16;

    /// <summary>What transforming a weight costs, as tiles that are multiplied.</summary>
    private const nint TilesOfWeight = 16;

    /// <summary>Whether a convolution can be done so, and is done faster so.</summary>
    public static bool Suits<V>(in ConvolutionShape shape) where V : struct, ISimd<V>
    {
        var (height, width) = (shape.Window.Height, shape.Window.Width);
        if (shape.Window.Depth != WindowAxis.None || !IsThree(height) || !IsThree(width)) return false;
        if (shape.Inputs < FewChannels || shape.Outputs < FewChannels) return false;
        nint panel = GemmBlocks.Columns<V>();
        var tiles = shape.Batch * WinogradLayout.Along(height) * WinogradLayout.Along(width);
        var columns = Blocks.RoundUp(PlaneLayout.OfInputs(shape.Window).Columns(shape.Window), panel);
        return WinogradLayout.Points * (Blocks.RoundUp(tiles, panel) + TilesOfWeight) * 5 < 9 * shape.Batch * columns * 4;
    }

    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where V : struct, ISimd<V>
    {
        nint height = GemmBlocks.Rows<V>(), width = GemmBlocks.Columns<V>();
        var window = new SlidingWindow(WinogradLayout.Windows(shape.Window.Height), WinogradLayout.Windows(shape.Window.Width));
        var planes = PlaneLayout.OfInputs(window);
        var one = new WinogradLayout(shape, 1, width);
        var images = nint.Clamp(ChunkFloats / one.Elements, 1, shape.Batch);
        var most = nint.Max(one.Elements, new WinogradLayout(shape, images, width).Elements);
        var elements = new WinogradWeight(shape, weight, height).Elements;
        var scratch = Scratch.Take(elements + most);
        for (nint group = 0; group < shape.Groups; group++)
        {
            var windows = WinogradWeight.Make<V>(shape, weight.OfGroup(shape, group), height, scratch);
            for (nint image = 0; image < shape.Batch; image += images)
            {
                var layout = new WinogradLayout(shape, nint.Min(images, shape.Batch - image), width);
                var tiles = scratch + elements;
                var source = x with { Data = x.Data + (image * x.Batch + group * shape.Inputs * x.Channel) };
                Workers.Run<WinogradInput, V>(
                    new WinogradInput(layout, planes, source, tiles), shape.Inputs, 8 * layout.Tiles);
                new WinogradProduct<E>(shape, layout, windows, tiles, image, group, y, epilogue).RunAll<V>();
            }
        }
    }

    private static bool IsThree(in WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };
}
