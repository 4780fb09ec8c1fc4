namespace DLCompiler;

/// <summary>
/// What the layers that convolve backwards have in common: an axis of L elements becomes one of
/// (L − 1) · stride − 2 · padding + dilation · (kernel − 1) + outputPadding + 1.
/// </summary>
/// <param name="out">The number of output channels.</param>
public abstract class ConvTransposeAttribute(object @out) : ConvolutionAttribute(@out)
{
    /// <summary>How many results are left out on either side of each axis. 0 unless set.</summary>
    public object Padding { get; set; } = 0;

    /// <summary>
    /// How many more results there are at the end of each axis: less than the stride or the dilation. 0 unless set.
    /// </summary>
    public object OutputPadding { get; set; } = 0;
}
