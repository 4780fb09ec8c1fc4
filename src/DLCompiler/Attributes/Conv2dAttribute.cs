namespace DLCompiler;

/// <summary>
/// A convolution of images: [N, C, H, W] → [N, out, H′, W′]. Parameters: <c>weight</c> [out, C / groups, K, K],
/// <c>bias</c> [out]. PyTorch: <c>nn.Conv2d</c>, with its defaults (both uniform within ±1/√(C / groups · taps)).
/// </summary>
/// <param name="out">The number of output channels.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class Conv2dAttribute(object @out) : ConvolutionAttribute(@out)
{
    /// <summary>
    /// Zeros on either side of each axis, or <c>"same"</c>, for results as large as the images. 0 unless set.
    /// </summary>
    public object Padding { get; set; } = 0;
}
