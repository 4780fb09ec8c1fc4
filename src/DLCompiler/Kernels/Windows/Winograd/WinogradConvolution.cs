namespace DLCompiler.Runtime;

/// <summary>Convolutions with windows of 3 × 3 that move on by one, by <see cref="IWinogradForm">Winograd's minimal filtering</see>.</summary>
internal static class WinogradConvolution<E> where E : struct, IEpilogue
{
    /// <summary>Runs a convolution, in the form with which it takes least.</summary>
    /// <returns>False if it is faster by plain products, or cannot be done so.</returns>
    public static bool TryRun<V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where V : struct, ISimd<V>
    {
        var columns = Blocks.RoundUp(PlaneLayout.OfInputs(shape.Window).Columns(shape.Window), GemmBlocks.Columns<V>());
        switch (WinogradChoice.Size(shape, shape.Batch * columns * shape.Window.Taps, GemmBlocks.Rows<V>()))
        {
            case 4:
                Run<FourByFour, V>(shape, x, weight, y, epilogue);
                return true;
            case 2:
                Run<TwoByTwo, V>(shape, x, weight, y, epilogue);
                return true;
            default:
                return false;
        }
    }

    private static void Run<F, V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where F : struct, IWinogradForm
        where V : struct, ISimd<V>
    {
        var blocks = WinogradBlocks.Of<F>(shape);
        for (nint group = 0; group < shape.Groups; group++)
        {
            var windows = WinogradWeight<F>.Make<V>(shape, weight.OfGroup(shape, group), isUsedOnce: blocks.Count == 1);
            var images = x with { Data = x.Data + group * shape.Inputs * x.Channel };
            var tiles = TileTransform<F>.OfInputs(blocks.Grid, shape, images, blocks.Points);
            new WinogradProduct<E, F>(shape, blocks, tiles, windows, group, y, epilogue).RunAll<V>();
        }
    }
}
