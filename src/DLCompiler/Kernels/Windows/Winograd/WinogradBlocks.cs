namespace DLCompiler.Runtime;

/// <summary>Rows of tiles cut into blocks, each for the second-level cache of the thread that makes and multiplies it.</summary>
internal readonly struct WinogradBlocks
{
    /// <summary>
    /// A weight that is so many times as large as a block is read from slower memory for each block: then fewer of them take less.
    /// </summary>
    private const nint WeightOfBlock = 2;

    /// <summary>All tiles.</summary>
    public readonly TileGrid Grid;

    /// <summary>Where those of a block lie.</summary>
    public readonly TilePoints Points;

    /// <summary>Rows of a block, at most.</summary>
    public readonly nint Rows;

    private WinogradBlocks(in TileGrid grid, nint rows, nint inputs) =>
        (Grid, Rows, Points) = (grid, rows, new TilePoints(rows * grid.Columns, inputs));

    /// <summary>Tiles of a block, at most.</summary>
    public nint Tiles => Rows * Grid.Columns;

    /// <summary>How many blocks.</summary>
    public nint Count => Blocks.Ceiling(Grid.AllRows, Rows);

    /// <summary>Blocks of about the same size.</summary>
    public static WinogradBlocks Of<F>(in ConvolutionShape shape) where F : struct, IWinogradForm
    {
        var grid = TileGrid.Of<F>(shape);
        nint points = (F.Size + 2) * (F.Size + 2), tile = new TilePoints(1, shape.Inputs).Tile;
        var floats = nint.Clamp(points * shape.Inputs * shape.Outputs / WeightOfBlock, CacheSizes.Current.Block, CacheSizes.Current.Chunk);
        var most = nint.Clamp(floats / (points * tile * grid.Columns), 1, grid.AllRows);
        return new WinogradBlocks(grid, Blocks.Ceiling(grid.AllRows, Blocks.Ceiling(grid.AllRows, most)), shape.Inputs);
    }

    /// <summary>The rows of a block.</summary>
    public TileRows Of(nint block) => new(block * Rows, nint.Min(Rows, Grid.AllRows - block * Rows));
}
