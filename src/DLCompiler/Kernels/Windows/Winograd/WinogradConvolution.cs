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
    /// <summary>What transforming a weight costs, as tiles that are multiplied.</summary>
    private const nint TilesOfWeight = 16;

    /// <summary>Whether a convolution can be done so, and is done faster so.</summary>
    public static bool Suits<V>(in ConvolutionShape shape) where V : struct, ISimd<V>
    {
        if (!WinogradLayout.Covers(shape)) return false;
        nint panel = GemmBlocks.Columns<V>();
        var tiles = shape.Batch * WinogradLayout.Along(shape.Window.Height) * WinogradLayout.Along(shape.Window.Width);
        var columns = Blocks.RoundUp(PlaneLayout.OfInputs(shape.Window).Columns(shape.Window), panel);
        return WinogradLayout.Points * (Blocks.RoundUp(tiles, panel) + TilesOfWeight) * 5 < 9 * shape.Batch * columns * 4;
    }

    public static void Run<V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where V : struct, ISimd<V>
    {
        var layout = new WinogradLayout(shape, GemmBlocks.Columns<V>());
        var height = GemmBlocks.Rows<V>();
        for (nint group = 0; group < shape.Groups; group++)
        {
            var windows = WinogradWeight.Make<V>(shape, weight.OfGroup(shape, group), height, isUsedOnce: layout.Count == 1);
            var input = new WinogradInput(layout, shape.Window, x with { Data = x.Data + group * shape.Inputs * x.Channel });
            new WinogradProduct<E>(shape, layout, input, windows, group, y, epilogue).RunAll<V>();
        }
    }
}
