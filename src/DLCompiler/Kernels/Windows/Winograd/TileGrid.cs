namespace DLCompiler.Runtime;

/// <summary>The tiles of all images, whose rows are counted image by image.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Rows">Rows of an image.</param>
/// <param name="Columns">Tiles of a row.</param>
internal readonly record struct TileGrid(nint Images, nint Rows, nint Columns)
{
    /// <summary>The tiles that cover the outputs of a window.</summary>
    public static TileGrid Of<F>(in ConvolutionShape shape) where F : struct, IWinogradForm => new(
        shape.Batch, Blocks.Ceiling(shape.Window.Height.Output, F.Size), Blocks.Ceiling(shape.Window.Width.Output, F.Size));

    /// <summary>The rows of all images.</summary>
    public nint AllRows => Images * Rows;

    /// <summary>The tiles of all images.</summary>
    public nint Tiles => AllRows * Columns;
}

/// <summary>Neighbouring rows of tiles, of one image or several.</summary>
/// <param name="First">The first one, counted over all images.</param>
/// <param name="Count">How many there are.</param>
internal readonly record struct TileRows(nint First, nint Count)
{
    /// <summary>How many images have some of them.</summary>
    public nint Images(in TileGrid grid) => (First + Count - 1) / grid.Rows - First / grid.Rows + 1;

    /// <summary>Those of one image.</summary>
    /// <param name="grid">The tiles.</param>
    /// <param name="number">The image, counted from the first one that has some.</param>
    public ImageRows Of(in TileGrid grid, nint number)
    {
        var image = First / grid.Rows + number;
        var first = nint.Max(First, image * grid.Rows);
        var end = nint.Min(First + Count, (image + 1) * grid.Rows);
        return new ImageRows(image, first - image * grid.Rows, end - first, first - First);
    }
}

/// <summary>Neighbouring rows of tiles of an image.</summary>
/// <param name="Image">The image.</param>
/// <param name="First">The first row in it.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Place">How many rows of other images are before them.</param>
internal readonly record struct ImageRows(nint Image, nint First, nint Count, nint Place);
