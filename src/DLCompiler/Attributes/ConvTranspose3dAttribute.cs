namespace DLCompiler;

/// <summary>
/// A transposed convolution of volumes: [N, C, D, H, W] → [N, out, D′, H′, W′]. Parameters: <c>weight</c> [C, out / groups, K, K, K],
/// <c>bias</c> [out]. PyTorch: <c>nn.ConvTranspose3d</c>, with its defaults (both uniform within
/// ±1/√(out / groups · taps)).
/// </summary>
/// <param name="out">The number of output channels.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ConvTranspose3dAttribute(object @out) : ConvTransposeAttribute(@out);
