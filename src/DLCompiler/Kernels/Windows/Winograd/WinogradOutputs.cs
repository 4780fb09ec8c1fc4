using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The products of a block's tiles and a panel, for every point a matrix [tiles, outputs of the panel], and the outputs of the
/// convolution that they make.
/// </summary>
/// <param name="blocks">The blocks.</param>
/// <param name="window">The windows over an image.</param>
/// <param name="width">Outputs of a panel.</param>
internal readonly struct WinogradOutputs<F>(in WinogradBlocks blocks, in SlidingWindow window, nint width)
    where F : struct, IWinogradForm
{
    private const nint Line = 16;

    private readonly nint _columns = blocks.Grid.Columns;
    private readonly nint _height = window.Height.Output;
    private readonly nint _width = window.Width.Output;

    /// <summary>From a point to the next.</summary>
    public readonly nint Point = Blocks.RoundUp(blocks.Tiles, GemmBlocks.Rows<Simd512>()) * width + Line;

    /// <summary>From an output of the panel to the next, when a row of tiles has been transformed.</summary>
    public readonly nint Channel = Blocks.RoundUp(F.Size * window.Width.Output, Line) + Line;

    /// <summary>The floats of the products.</summary>
    public nint Elements => (F.Size + 2) * (F.Size + 2) * Point;

    /// <summary>The floats that a row of tiles needs.</summary>
    public nint Memory => width * Channel + Pixels + TileVectors.Work;

    /// <summary>The floats of outputs, with those of the last tile that the image does not have.</summary>
    private nint Pixels => width * (F.Size * _width + F.Size * F.Size);

    /// <summary>Transforms a row of tiles: lines of outputs, one after the other.</summary>
    /// <param name="products">The block's products.</param>
    /// <param name="place">The row in the block.</param>
    /// <param name="row">The row in the image.</param>
    /// <param name="count">How many outputs of the panel there are.</param>
    /// <param name="memory">Where the result goes, [outputs, <see cref="Channel"/>], and room to work: <see cref="Memory"/> floats.</param>
    /// <returns>The first one's place in the image, and how many there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (nint Start, nint Length) Make<V>(Floats products, nint place, nint row, nint count, Floats memory)
        where V : struct, ISimd<V>
    {
        Floats pixels = memory + width * Channel, work = pixels + Pixels;
        var at = products + (place + 1) * _columns * width;

        // From the last tile to the first: what it has beyond the image's edge is where the next line begins, which is written later.
        for (var column = _columns - 1; column >= 0; column--)
        {
            at += -width;
            var to = pixels + F.Size * column * width;
            for (nint lane = 0; lane < count; lane += V.Count)
            {
                WinogradTiles<F>.Outputs<V>(
                    new TileVectors(at + lane, (F.Size + 2) * Point, Point), new TileVectors(to + lane, _width * width, width), work);
            }
        }

        nint line = F.Size * row, length = nint.Min(F.Size, _height - line) * _width;
        Transposition.Run<V>(pixels, width, length, count, memory, Channel);
        return (line * _width, length);
    }
}
