namespace DLCompiler;

/// <summary>
/// A transposed convolution of lines: [N, C, L] → [N, out, L′]. Parameters: <c>weight</c> [C, out / groups, K],
/// <c>bias</c> [out]. PyTorch: <c>nn.ConvTranspose1d</c>, with its defaults (both uniform within
/// ±1/√(out / groups · taps)).
/// </summary>
/// <param name="out">The number of output channels.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ConvTranspose1dAttribute(object @out) : ConvTransposeAttribute(@out);
