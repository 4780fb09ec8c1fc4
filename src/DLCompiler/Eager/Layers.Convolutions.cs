namespace DLCompiler.Runtime;

/// <content>Layers that convolve.</content>
public static partial class Layers
{
    /// <summary>See <see cref="Conv1dAttribute"/>.</summary>
    /// <param name="scope">Where the parameters are.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="x">[N, C, L].</param>
    /// <param name="stride">From a window to the next.</param>
    /// <param name="padding">Zeros on either side.</param>
    /// <param name="dilation">From one element of a window to the next.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="bias">Whether the layer has a bias.</param>
    public static Tensor Conv1d(
        EagerScope scope, string name, Tensor x, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? dilation = null, int groups = 1, bool bias = true)
    {
        var (weight, vector) = Convolution(scope, name, bias);
        return Ops.Conv1d(x, weight, vector, stride, padding, dilation, groups);
    }

    /// <summary>See <see cref="Conv2dAttribute"/>; x is [N, C, H, W].</summary>
    /// <inheritdoc cref="Conv1d"/>
    public static Tensor Conv2d(
        EagerScope scope, string name, Tensor x, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? dilation = null, int groups = 1, bool bias = true)
    {
        var (weight, vector) = Convolution(scope, name, bias);
        return Ops.Conv2d(x, weight, vector, stride, padding, dilation, groups);
    }

    /// <summary>See <see cref="Conv3dAttribute"/>; x is [N, C, D, H, W].</summary>
    /// <inheritdoc cref="Conv1d"/>
    public static Tensor Conv3d(
        EagerScope scope, string name, Tensor x, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? dilation = null, int groups = 1, bool bias = true)
    {
        var (weight, vector) = Convolution(scope, name, bias);
        return Ops.Conv3d(x, weight, vector, stride, padding, dilation, groups);
    }

    private static (Tensor Weight, Tensor? Bias) Convolution(EagerScope scope, string name, bool bias)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return (scope.Parameter($"{name}.weight"), bias ? scope.Parameter($"{name}.bias") : null);
    }
}
