namespace DLCompiler.Runtime;

/// <summary>
/// Where transformed tiles lie: for every point a matrix [tiles, channels], of which the channels are side by side.
/// </summary>
internal readonly struct TilePoints
{
    private const nint Line = 16;

    /// <summary>From a tile to the next.</summary>
    public readonly nint Tile;

    /// <summary>From a point to the next.</summary>
    public readonly nint Point;

    /// <param name="tiles">How many tiles, at most.</param>
    /// <param name="channels">How many channels.</param>
    public TilePoints(nint tiles, nint channels)
    {
        // No multiples of 4 KiB, at which lines push each other out of the cache.
        Tile = Spread(Blocks.RoundUp(channels, Line));

        // What a register tile reads beyond the last tile or channel is there, whatever it is.
        Point = Spread((tiles + GemmBlocks.Rows<Simd512>()) * Tile + 2 * Line);
    }

    private static nint Spread(nint floats) => floats % 256 == 0 ? floats + Line : floats;

    /// <summary>The floats at all points.</summary>
    public nint Elements<F>() where F : struct, IWinogradForm => (F.Size + 2) * (F.Size + 2) * Point;
}
