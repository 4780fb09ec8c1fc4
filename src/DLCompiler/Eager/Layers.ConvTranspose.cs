namespace DLCompiler.Runtime;

/// <content>Layers that convolve backwards.</content>
public static partial class Layers
{
    /// <summary>See <see cref="ConvTranspose1dAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, C, L].</param>
    /// <param name="stride">How far apart neighbours add their kernels.</param>
    /// <param name="padding">How many results are left out on either side.</param>
    /// <param name="outputPadding">How many more results there are at the end.</param>
    /// <param name="dilation">From one element of a kernel to the next.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="bias">Whether the layer has a bias.</param>
    public static Tensor ConvTranspose1d(
        EagerScope scope, string name, Tensor x, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1, bool bias = true)
    {
        var (weight, vector) = Convolution(scope, name, bias);
        return Ops.ConvTranspose1d(x, weight, vector, stride, padding, outputPadding, dilation, groups);
    }

    /// <summary>See <see cref="ConvTranspose2dAttribute"/>; x is [N, C, H, W].</summary>
    /// <inheritdoc cref="ConvTranspose1d"/>
    public static Tensor ConvTranspose2d(
        EagerScope scope, string name, Tensor x, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1, bool bias = true)
    {
        var (weight, vector) = Convolution(scope, name, bias);
        return Ops.ConvTranspose2d(x, weight, vector, stride, padding, outputPadding, dilation, groups);
    }

    /// <summary>See <see cref="ConvTranspose3dAttribute"/>; x is [N, C, D, H, W].</summary>
    /// <inheritdoc cref="ConvTranspose1d"/>
    public static Tensor ConvTranspose3d(
        EagerScope scope, string name, Tensor x, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1, bool bias = true)
    {
        var (weight, vector) = Convolution(scope, name, bias);
        return Ops.ConvTranspose3d(x, weight, vector, stride, padding, outputPadding, dilation, groups);
    }
}
