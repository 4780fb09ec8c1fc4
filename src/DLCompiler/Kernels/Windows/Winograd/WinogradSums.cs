using System.Numerics;

namespace DLCompiler.Runtime;

/// <summary>
/// How a weight's gradient is summed over tiles, and where: the transformed tiles of a chunk, and for every point the sums of their
/// products, [outputs, inputs].
/// </summary>
internal readonly struct WinogradSums<F> where F : struct, IWinogradForm
{
    /// <summary>
    /// Tiles and sums that a segment keeps: 1 MiB each, for a second-level cache. A constant, as it decides the order of sums.
    /// </summary>
    private const nint PartFloats = 1 << 18;

    /// <summary>Tiles of a segment, at least, times its points: few enough for many threads, enough to pay for its sums.</summary>
    private const nint LeastWork = 192 * 16;

    private const int MostSegments = 16;

    /// <summary>All tiles.</summary>
    public readonly TileGrid Grid;

    /// <summary>Rows of tiles of a chunk, at most.</summary>
    public readonly nint Rows;

    /// <summary>How many segments have sums of their own; a power of two: threads come in such numbers.</summary>
    public readonly int Segments;

    public readonly nint Inputs;
    public readonly nint Outputs;

    /// <summary>Where a chunk's inputs lie.</summary>
    public readonly TilePoints OfInputs;

    /// <summary>Where the gradients of its outputs lie.</summary>
    public readonly TilePoints OfOutputs;

    /// <summary>From an output's sums to the next one's.</summary>
    public readonly nint Row;

    private WinogradSums(in ConvolutionShape shape, nint width)
    {
        Grid = TileGrid.Of<F>(shape);
        (Inputs, Outputs) = (shape.Inputs, shape.Outputs);
        Segments = SegmentsOf(shape);
        var length = Segments == 1
            ? WeightSums.Depth
            : nint.Clamp(PartFloats / (Points * (shape.Inputs + shape.Outputs)), 32, WeightSums.Depth);
        Rows = nint.Clamp(length / Grid.Columns, 1, Grid.AllRows);
        OfInputs = new TilePoints(Rows * Grid.Columns, shape.Inputs);
        OfOutputs = new TilePoints(Rows * Grid.Columns, shape.Outputs);
        Row = Blocks.RoundUp(shape.Inputs, width);
    }

    /// <summary>How many products a tile takes.</summary>
    public static nint Points => (F.Size + 2) * (F.Size + 2);

    /// <summary>From a point's sums to the next one's.</summary>
    public nint Point => Outputs * Row;

    /// <summary>The floats of sums.</summary>
    public nint Elements => Points * Point;

    public static WinogradSums<F> Of<V>(in ConvolutionShape shape) where V : struct, ISimd<V> =>
        new(shape, GemmBlocks.Columns<V>());

    /// <summary>How many segments have sums of their own.</summary>
    public static int SegmentsOf(in ConvolutionShape shape) => Points * shape.Inputs * shape.Outputs > PartFloats
        ? 1
        : Math.Min(MostSegments, 1 << BitOperations.Log2((uint)nint.Clamp(
            TileGrid.Of<F>(shape).Tiles * Points / LeastWork, 1, MostSegments)));
}
