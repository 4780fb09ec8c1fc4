namespace DLCompiler;

/// <content>Convolutions.</content>
public static partial class Ops
{
    /// <summary>
    /// The cross-correlation of lines with a weight, in groups of channels: x [N, C, L] and weight [O, C / groups, K] give
    /// [N, O, ⌊(L + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1]. PyTorch: <c>conv1d</c>.
    /// </summary>
    /// <param name="x">The lines.</param>
    /// <param name="weight">A kernel for each pair of channels.</param>
    /// <param name="bias">[O], added to each channel.</param>
    /// <param name="stride">From a window to the next; 1 unless given.</param>
    /// <param name="padding">Zeros on either side, or <c>"same"</c> for results as long as the lines; none unless given.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="groups">Groups of channels that know nothing of each other.</param>
    /// <exception cref="ArgumentException">The shapes or options do not fit.</exception>
    public static Tensor Conv1d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? dilation = null, int groups = 1) =>
        Convolve(nameof(Conv1d), 1, x, weight, bias, stride, padding, dilation, groups);

    /// <summary>
    /// The cross-correlation of images with a weight, in groups of channels: x [N, C, H, W] and weight [O, C / groups, K, L]
    /// give [N, O, H′, W′], H′ = ⌊(H + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1. PyTorch: <c>conv2d</c>.
    /// </summary>
    /// <inheritdoc cref="Conv1d"/>
    public static Tensor Conv2d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? dilation = null, int groups = 1) =>
        Convolve(nameof(Conv2d), 2, x, weight, bias, stride, padding, dilation, groups);

    /// <summary>
    /// The cross-correlation of volumes with a weight, in groups of channels: x [N, C, D, H, W] and weight
    /// [O, C / groups, J, K, L] give [N, O, D′, H′, W′]. PyTorch: <c>conv3d</c>.
    /// </summary>
    /// <inheritdoc cref="Conv1d"/>
    public static Tensor Conv3d(
        Tensor x, Tensor weight, Tensor? bias = null, PerAxis? stride = null, PerAxis? padding = null,
        PerAxis? dilation = null, int groups = 1) =>
        Convolve(nameof(Conv3d), 3, x, weight, bias, stride, padding, dilation, groups);

    private static Tensor Convolve(
        string op, int axes, Tensor x, Tensor weight, Tensor? bias, PerAxis? stride, PerAxis? padding, PerAxis? dilation,
        int groups)
    {
        RequireImages(op, axes, x, weight, groups, inputsOf: 1);
        if (padding?.Is("same") == true && stride?.Any(s => s != 1) == true)
            throw new ArgumentException($"{op}: padding \"same\" has no meaning for strides other than 1.", nameof(stride));
        var windows = new WindowAxes(op, x, weight.Dimensions[2..], stride, padding, dilation);
        int batch = x.Dimensions[0], channels = weight.Dimensions[0], depth = weight.Dimensions[1];
        int inputs = windows.Inputs, outputs = windows.Outputs, taps = windows.Taps;
        int[] seen = new int[taps];
        double[] result = new double[batch * channels * outputs];
        for (int p = 0; p < outputs; p++)
        {
            windows.Look(p, seen);
            for (int row = 0; row < batch * channels; row++)
            {
                int image = row / channels, channel = row % channels, group = channel / (channels / groups);
                double sum = 0;
                for (int c = 0; c < depth; c++)
                {
                    int plane = ((image * depth * groups) + (group * depth) + c) * inputs;
                    int kernel = ((channel * depth) + c) * taps;
                    for (int t = 0; t < taps; t++)
                    {
                        double value = seen[t] >= 0 ? x.Values[plane + seen[t]] : 0;
                        sum += value * weight.Values[kernel + t];
                    }
                }

                result[(row * outputs) + p] = sum;
            }
        }

        return WithBias(op, Tensor.Result(result, windows.OutputShape(batch, channels)), bias);
    }

    private static Tensor WithBias(string op, Tensor images, Tensor? bias) =>
        bias is null ? images : images + Channels.Align(op, bias, images);

    /// <summary>Checks ranks, and that the channels of images and weight agree in equal groups.</summary>
    private static void RequireImages(string op, int axes, Tensor x, Tensor weight, int groups, int inputsOf)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        bool fits = x.Rank == axes + 2 && weight.Rank == axes + 2 && groups >= 1 && weight.Dimensions[0] % groups == 0
            && x.Dimensions[1] == (inputsOf == 1 ? weight.Dimensions[1] * groups : weight.Dimensions[0]);
        if (!fits)
        {
            throw new ArgumentException(
                $"{op} cannot apply the weight {ShapeText.Of(weight.Dimensions)} to {ShapeText.Of(x.Dimensions)} in "
                    + $"{groups} groups.",
                nameof(weight));
        }
    }
}
