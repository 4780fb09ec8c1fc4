namespace DLCompiler.Samples;

/// <summary>Square grey images with a class each.</summary>
/// <param name="Side">Pixels in a row, and rows.</param>
/// <param name="Pixels">All images one after another, row-major, 0 (blank) to 1.</param>
/// <param name="Labels">The class of each image.</param>
internal sealed record ImageSet(int Side, float[] Pixels, int[] Labels)
{
    /// <summary>How many images there are.</summary>
    public int Count => Labels.Length;

    /// <summary>Pixels in an image.</summary>
    public int Area => Side * Side;

    /// <summary>One image's pixels.</summary>
    public ReadOnlySpan<float> Image(int index) => Pixels.AsSpan(index * Area, Area);

    /// <summary>Some of the images, in a row.</summary>
    public ImageSet Part(Range range)
    {
        (int start, int count) = range.GetOffsetAndLength(Count);
        return new ImageSet(Side, Pixels.AsSpan(start * Area, count * Area).ToArray(), Labels[range]);
    }
}
