namespace DLCompiler;

/// <content>Transposed convolutions.</content>
public static partial class Ops
{
    /// <summary>
    /// The transposed convolution of lines with a weight, in groups of channels: x [N, C, L] and weight [C, O / groups, K]
    /// give [N, O, (L − 1)·stride − 2·padding + dilation·(K − 1) + outputPadding + 1]. PyTorch: <c>conv_transpose1d</c>.
    /// </summary>
    /// <param name="x">The lines.</param>
    /// <param name="weight">A kernel for each pair of channels.</param>
    /// <param name="bias">[O], added to each channel.</param>
    /// <param name="stride">How far apart neighbours add their kernels; 1 unless given.</param>
    /// <param name="padding">How many results are left out on either side; none unless given.</param>
    /// <param name="outputPadding">How many more results there are at the end; none unless given.</param>
    /// <param name="dilation">From one element of a kernel to the next; 1 unless given.</param>
    /// <param name="groups">Groups of channels that know nothing of each other.</param>
    /// <exception cref="ArgumentException">The shapes or options do not fit.</exception>
    public static Tensor ConvTranspose1d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1) =>
        ConvTranspose(nameof(ConvTranspose1d), 1, x, weight, bias, stride, padding, outputPadding, dilation, groups);

    /// <summary>
    /// The transposed convolution of images with a weight, in groups of channels: x [N, C, H, W] and weight
    /// [C, O / groups, K, L] give [N, O, H′, W′], H′ = (H − 1)·stride − 2·padding + dilation·(K − 1) + outputPadding + 1.
    /// PyTorch: <c>conv_transpose2d</c>.
    /// </summary>
    /// <inheritdoc cref="ConvTranspose1d"/>
    public static Tensor ConvTranspose2d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1) =>
        ConvTranspose(nameof(ConvTranspose2d), 2, x, weight, bias, stride, padding, outputPadding, dilation, groups);

    /// <summary>
    /// The transposed convolution of volumes with a weight, in groups of channels: x [N, C, D, H, W] and weight
    /// [C, O / groups, J, K, L] give [N, O, D′, H′, W′]. PyTorch: <c>conv_transpose3d</c>.
    /// </summary>
    /// <inheritdoc cref="ConvTranspose1d"/>
    public static Tensor ConvTranspose3d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1) =>
        ConvTranspose(nameof(ConvTranspose3d), 3, x, weight, bias, stride, padding, outputPadding, dilation, groups);

    /// <summary>Each element adds its kernel to the result, at what its window looks at.</summary>
    private static Tensor ConvTranspose(
        string op, int axes, Tensor x, Tensor weight, Tensor? bias, PerAxis? stride, PerAxis? padding,
        PerAxis? outputPadding, PerAxis? dilation, int groups)
    {
        RequireImages(op, axes, x, weight, groups, inputsOf: 0);
        var windows = WindowAxes.Transposed(op, x, weight.Dimensions[2..], stride, padding, outputPadding, dilation);
        int batch = x.Dimensions[0], inputs = x.Dimensions[1], outputs = weight.Dimensions[1];
        int taps = windows.Taps, elements = windows.Outputs, places = windows.Inputs;
        int[] seen = new int[taps];
        double[] result = new double[batch * groups * outputs * places];
        for (int p = 0; p < elements; p++)
        {
            windows.Look(p, seen);
            for (int row = 0; row < batch * inputs; row++)
            {
                int image = row / inputs, channel = row % inputs, group = channel / (inputs / groups);
                double value = x.Values[(row * elements) + p];
                for (int o = 0; o < outputs; o++)
                {
                    int plane = ((image * groups * outputs) + (group * outputs) + o) * places;
                    int kernel = ((channel * outputs) + o) * taps;
                    for (int t = 0; t < taps; t++)
                    {
                        if (seen[t] >= 0) result[plane + seen[t]] += value * weight.Values[kernel + t];
                    }
                }
            }
        }

        return WithBias(op, Tensor.Result(result, windows.InputShape(batch, groups * outputs)), bias);
    }
}
