namespace DLCompiler.Runtime;

/// <summary>Chooses a form of Winograd's minimal filtering by what it takes, from the sizes alone.</summary>
internal static class WinogradChoice
{
    /// <summary>What transforming a channel of a tile costs, as channels that it is multiplied by.</summary>
    private const nint ChannelsOfTile = 16;

    /// <summary>What transforming a weight costs, as tiles that it is multiplied by.</summary>
    private const nint TilesOfWeight = 24;

    /// <summary>The outputs of a tile along an axis, 4 or 2; 0 where plain products take less.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="plain">The plain products of an input and an output, those in vain included.</param>
    /// <param name="height">Tiles that are multiplied at a time.</param>
    public static nint Size(in ConvolutionShape shape, nint plain, nint height)
    {
        if (!Suits(shape)) return 0;
        var channels = shape.Inputs * shape.Outputs;
        nint four = Cost<FourByFour>(shape, height), two = Cost<TwoByTwo>(shape, height);
        return nint.Min(two, four) >= plain * channels ? 0 : four < two ? 4 : 2;
    }

    /// <summary>The same for the gradient by the weight.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="plain">The plain products of all, those in vain included.</param>
    /// <param name="height">Outputs that are multiplied at a time.</param>
    /// <param name="width">Inputs that are multiplied at a time.</param>
    public static nint SizeOfGradient(in ConvolutionShape shape, nint plain, nint height, nint width)
    {
        if (!Suits(shape)) return 0;
        nint four = CostOfGradient<FourByFour>(shape, height, width), two = CostOfGradient<TwoByTwo>(shape, height, width);
        return nint.Min(two, four) >= plain ? 0 : four < two ? 4 : 2;
    }

    private static nint CostOfGradient<F>(in ConvolutionShape shape, nint height, nint width) where F : struct, IWinogradForm
    {
        nint tiles = TileGrid.Of<F>(shape).Tiles, segments = WinogradSums<F>.SegmentsOf(shape);
        nint outputs = Blocks.RoundUp(shape.Outputs, height / 3), inputs = Blocks.RoundUp(shape.Inputs, width);
        return WinogradSums<F>.Points
            * ((tiles + TilesOfWeight * (1 + segments)) * outputs * inputs + tiles * ChannelsOfTile * (shape.Inputs + shape.Outputs));
    }

    private static nint Cost<F>(in ConvolutionShape shape, nint height) where F : struct, IWinogradForm
    {
        nint points = (F.Size + 2) * (F.Size + 2), channels = shape.Inputs * shape.Outputs;
        var tiles = Blocks.RoundUp(TileGrid.Of<F>(shape).Tiles, height / 3);
        return points * ((tiles + TilesOfWeight) * channels + tiles * ChannelsOfTile * (shape.Inputs + shape.Outputs));
    }

    private static bool Suits(in ConvolutionShape shape) =>
        shape.Window.Depth == WindowAxis.None && IsThree(shape.Window.Height) && IsThree(shape.Window.Width);

    private static bool IsThree(in WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };
}
