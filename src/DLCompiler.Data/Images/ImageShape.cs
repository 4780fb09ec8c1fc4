namespace DLCompiler.Data;

/// <summary>A picture among the numbers of a batch: [channels, height, width], and what is around it.</summary>
internal sealed record ImageShape(int Channels, int Height, int Width, float[] Outside, float[] Black)
{
    public int Plane => Height * Width;

    public int Count => Channels * Plane;

    /// <summary>The pixel that is seen at a place outside, where a picture is mirrored at its edges.</summary>
    public static int Reflected(int at, int side)
    {
        // As PIL, PyTorch and NumPy "reflect": the edge itself is not repeated.
        if (side == 1) return 0;
        int period = 2 * (side - 1);
        at = ((at % period) + period) % period;
        return at < side ? at : period - at;
    }
}
