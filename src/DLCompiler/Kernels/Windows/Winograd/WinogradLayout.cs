namespace DLCompiler.Runtime;

/// <summary>
/// Blocks of transformed tiles, each for the second-level cache of the thread that makes and multiplies it: a matrix
/// [inputs, tiles] for every one of the <see cref="Points"/>. Tiles are counted along the rows of all images, without gaps.
/// </summary>
internal readonly struct WinogradLayout
{
    /// <summary>The products that four outputs take, instead of 4 · 9.</summary>
    public const nint Points = 16;

    /// <summary>Outputs of a tile along an axis.</summary>
    public const nint Size = 2;

    /// <summary>Fewer channels than that do not pay for the transformations.</summary>
    private const nint FewChannels = 16;

    /// <summary>Floats of a block: 1 MiB.</summary>
    private const nint BlockFloats = 1 << 18;

    /// <summary>Room behind a row, into which whole vectors may be written.</summary>
    private const nint Slack = 16;

    public readonly nint Inputs;
    public readonly nint Rows;
    public readonly nint Columns;
    public readonly nint Images;

    /// <summary>Tiles of a block.</summary>
    public readonly nint Width;

    public WinogradLayout(in ConvolutionShape shape, nint panel)
    {
        (Inputs, Images) = (shape.Inputs, shape.Batch);
        (Rows, Columns) = (Along(shape.Window.Height), Along(shape.Window.Width));
        var fitting = BlockFloats / (Points * Inputs) / panel * panel;
        Width = nint.Min(nint.Max(2 * panel, fitting), Blocks.RoundUp(Tiles, panel));
    }

    /// <summary>Tiles of an image.</summary>
    public nint TilesOfImage => Rows * Columns;

    /// <summary>Tiles of all images.</summary>
    public nint Tiles => Images * TilesOfImage;

    /// <summary>How many blocks.</summary>
    public nint Count => Blocks.Ceiling(Tiles, Width);

    /// <summary>From an input to the next.</summary>
    public nint Row => Width + Slack;

    /// <summary>From a point to the next: no multiple of 4 KiB, at which lines push each other out of the cache.</summary>
    public nint Point => Inputs * Row + Slack;

    /// <summary>The floats of a block.</summary>
    public nint Block => Points * Point;

    /// <summary>An axis as the windows of some tiles look at it: four inputs, two further for each tile.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="first">The first tile.</param>
    /// <param name="count">How many tiles.</param>
    /// <param name="start">Where the axis that is returned begins.</param>
    private static WindowAxis Windows(in WindowAxis axis, nint first, nint count, out nint start)
    {
        start = nint.Clamp(Size * first - axis.Before, 0, axis.Input);
        return new WindowAxis(axis.Input - start, count, Size + 2, Size, 1, axis.Before + start - Size * first);
    }

    /// <summary>Whether windows are of 3 × 3, one beside the other, over enough channels.</summary>
    public static bool Covers(in ConvolutionShape shape) =>
        shape.Window.Depth == WindowAxis.None && IsThree(shape.Window.Height) && IsThree(shape.Window.Width)
        && shape.Inputs >= FewChannels && shape.Outputs >= FewChannels;

    /// <summary>
    /// Planes of rows of tiles, one phase for even and odd places of each axis: the elements (i, j) of neighbouring tiles are neighbours.
    /// </summary>
    /// <param name="window">The windows over an image.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="start">The line of the image with which the planes begin.</param>
    public static PlaneLayout Planes(in SlidingWindow window, nint first, nint count, out nint start) =>
        PlaneLayout.OfInputs(new SlidingWindow(
            Windows(window.Height, first, count, out start), Windows(window.Width, 0, Along(window.Width), out _)));

    /// <summary>How many tiles cover an axis.</summary>
    public static nint Along(in WindowAxis axis) => Blocks.Ceiling(axis.Output, Size);

    private static bool IsThree(in WindowAxis axis) => axis is { Kernel: 3, Stride: 1, Dilation: 1 };
}
