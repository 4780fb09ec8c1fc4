namespace DLCompiler;

/// <summary>
/// A convolution of volumes: [N, C, D, H, W] → [N, out, D′, H′, W′]. Parameters: <c>weight</c> [out, C / groups, K, K, K],
/// <c>bias</c> [out]. PyTorch: <c>nn.Conv3d</c>, with its defaults (both uniform within ±1/√(C / groups · taps)).
/// </summary>
/// <param name="out">The number of output channels.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class Conv3dAttribute(object @out) : ConvolutionAttribute(@out)
{
    /// <summary>
    /// Zeros on either side of each axis, or <c>"same"</c>, for results as large as the volumes. 0 unless set.
    /// </summary>
    public object Padding { get; set; } = 0;
}
