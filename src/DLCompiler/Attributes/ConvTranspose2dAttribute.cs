namespace DLCompiler;

/// <summary>
/// A transposed convolution of images: [N, C, H, W] → [N, out, H′, W′]. Parameters: <c>weight</c> [C, out / groups, K, K],
/// <c>bias</c> [out]. PyTorch: <c>nn.ConvTranspose2d</c>, with its defaults (both uniform within
/// ±1/√(out / groups · taps)).
/// </summary>
/// <param name="out">The number of output channels.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ConvTranspose2dAttribute(object @out) : ConvTransposeAttribute(@out);
