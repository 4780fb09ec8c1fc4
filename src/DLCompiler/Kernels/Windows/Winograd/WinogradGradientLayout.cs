namespace DLCompiler.Runtime;

/// <summary>
/// Where a weight's gradient keeps, for every one of <see cref="WinogradLayout.Points"/>, the transformed tiles of a chunk, of the
/// images [panel, tile, input of the panel] and of the results' gradients [output, tile], and the sums of their products
/// [output, panel, input of the panel].
/// </summary>
internal readonly struct WinogradGradientLayout
{
    /// <summary>Room behind a row, into which whole vectors may be written.</summary>
    private const nint Slack = 16;

    /// <summary>Outputs that the last rows of a register tile may be beyond those that exist.</summary>
    private const nint RowsBeyond = 4;

    public readonly nint Inputs;
    public readonly nint Outputs;
    public readonly nint Rows;
    public readonly nint Columns;

    /// <summary>Inputs of a panel.</summary>
    public readonly nint Width;

    /// <summary>Tiles of a chunk, at most.</summary>
    public readonly nint Length;

    public WinogradGradientLayout(in ConvolutionShape shape, nint width, nint length)
    {
        (Inputs, Outputs, Width, Length) = (shape.Inputs, shape.Outputs, width, length);
        (Rows, Columns) = (WinogradLayout.Along(shape.Window.Height), WinogradLayout.Along(shape.Window.Width));
    }

    public nint TilesOfImage => Rows * Columns;

    public nint Panels => Blocks.Ceiling(Inputs, Width);

    public nint PanelOfInputs => Length * Width;

    public nint PointOfInputs => Panels * PanelOfInputs + Slack;

    public nint RowOfOutputs => Length + Slack;

    public nint PointOfOutputs => Outputs * RowOfOutputs + Slack;

    public nint RowOfSums => Panels * Width;

    public nint PointOfSums => Outputs * RowOfSums;

    /// <summary>The floats of a chunk's inputs.</summary>
    public nint ElementsOfInputs => WinogradLayout.Points * PointOfInputs;

    /// <summary>The floats of a chunk's outputs.</summary>
    public nint ElementsOfOutputs => WinogradLayout.Points * PointOfOutputs + RowsBeyond * RowOfOutputs;

    /// <summary>The floats of sums.</summary>
    public nint ElementsOfSums => WinogradLayout.Points * PointOfSums;

    /// <summary>Rows of tiles that a chunk has of an image, at most.</summary>
    public nint MostRows => nint.Min(Rows, Blocks.Ceiling(Length, Columns) + 1);
}

/// <summary>Neighbouring tiles, counted along the rows of all images: those of a chunk.</summary>
/// <param name="First">The first one.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct TileChunk(nint First, nint Count)
{
    /// <summary>The first image with tiles of the chunk.</summary>
    public nint FirstImage(in WinogradGradientLayout layout) => First / layout.TilesOfImage;

    /// <summary>How many images have tiles of it.</summary>
    public nint Images(in WinogradGradientLayout layout) =>
        (First + Count - 1) / layout.TilesOfImage - FirstImage(layout) + 1;

    /// <summary>An image's part of it.</summary>
    public ImageTiles Of(in WinogradGradientLayout layout, nint image)
    {
        var start = image * layout.TilesOfImage;
        var first = nint.Max(First, start);
        var end = nint.Min(First + Count, start + layout.TilesOfImage);
        var row = (first - start) / layout.Columns;
        var rows = (end - start - 1) / layout.Columns - row + 1;
        return new(image, first - First, end - first, row, rows, first - start - row * layout.Columns);
    }
}

/// <summary>An image's part of a chunk.</summary>
/// <param name="Image">The image.</param>
/// <param name="Place">The place of the first tile in the chunk.</param>
/// <param name="Count">How many tiles there are.</param>
/// <param name="Row">The first one's row in the image.</param>
/// <param name="Rows">How many rows they touch.</param>
/// <param name="Column">The first one's column.</param>
internal readonly record struct ImageTiles(nint Image, nint Place, nint Count, nint Row, nint Rows, nint Column);
