namespace DLCompiler;

/// <content>Pooling: windows of images [N, C, ...], channel by channel.</content>
public static partial class Ops
{
    /// <summary>
    /// The maximum of each window of lines: [N, C, L] → [N, C, ⌊(L + 2·padding − dilation·(K − 1) − 1) / stride⌋ + 1]. The
    /// gradient goes to the first maximum of a window. PyTorch: <c>max_pool1d</c>.
    /// </summary>
    /// <param name="x">The lines.</param>
    /// <param name="kernel">The size of a window.</param>
    /// <param name="stride">From a window to the next; the kernel unless given.</param>
    /// <param name="padding">Elements on either side that are no maximum: at most half a window; none unless given.</param>
    /// <param name="dilation">From one element of a window to the next; 1 unless given.</param>
    /// <param name="ceilMode">Whether elements that are left over at the end get a window, too.</param>
    /// <exception cref="ArgumentException">The shape or an option does not fit.</exception>
    public static Tensor MaxPool1d(
        Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, PerAxis? dilation = null,
        bool ceilMode = false) =>
        MaxPool(nameof(MaxPool1d), 1, x, kernel, stride, padding, dilation, ceilMode);

    /// <summary>
    /// The maximum of each window of images: [N, C, H, W] → [N, C, H′, W′]. The gradient goes to the first maximum of a
    /// window. PyTorch: <c>max_pool2d</c>.
    /// </summary>
    /// <inheritdoc cref="MaxPool1d"/>
    public static Tensor MaxPool2d(
        Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, PerAxis? dilation = null,
        bool ceilMode = false) =>
        MaxPool(nameof(MaxPool2d), 2, x, kernel, stride, padding, dilation, ceilMode);

    /// <summary>
    /// The maximum of each window of volumes: [N, C, D, H, W] → [N, C, D′, H′, W′]. The gradient goes to the first maximum
    /// of a window. PyTorch: <c>max_pool3d</c>.
    /// </summary>
    /// <inheritdoc cref="MaxPool1d"/>
    public static Tensor MaxPool3d(
        Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, PerAxis? dilation = null,
        bool ceilMode = false) =>
        MaxPool(nameof(MaxPool3d), 3, x, kernel, stride, padding, dilation, ceilMode);

    /// <summary>
    /// The mean of each window of lines: [N, C, L] → [N, C, ⌊(L + 2·padding − K) / stride⌋ + 1]. PyTorch:
    /// <c>avg_pool1d</c>.
    /// </summary>
    /// <param name="x">The lines.</param>
    /// <param name="kernel">The size of a window.</param>
    /// <param name="stride">From a window to the next; the kernel unless given.</param>
    /// <param name="padding">Zeros on either side: at most half a window; none unless given.</param>
    /// <param name="ceilMode">Whether elements that are left over at the end get a window, too.</param>
    /// <param name="countIncludePad">Whether the padding counts in the number that sums are divided by.</param>
    /// <exception cref="ArgumentException">The shape or an option does not fit.</exception>
    public static Tensor AvgPool1d(
        Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, bool ceilMode = false,
        bool countIncludePad = true) =>
        AvgPool(nameof(AvgPool1d), 1, x, kernel, stride, padding, ceilMode, countIncludePad);

    /// <summary>
    /// The mean of each window of images: [N, C, H, W] → [N, C, H′, W′]. PyTorch: <c>avg_pool2d</c>.
    /// </summary>
    /// <inheritdoc cref="AvgPool1d"/>
    public static Tensor AvgPool2d(
        Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, bool ceilMode = false,
        bool countIncludePad = true) =>
        AvgPool(nameof(AvgPool2d), 2, x, kernel, stride, padding, ceilMode, countIncludePad);

    /// <summary>
    /// The mean of each window of volumes: [N, C, D, H, W] → [N, C, D′, H′, W′]. PyTorch: <c>avg_pool3d</c>.
    /// </summary>
    /// <inheritdoc cref="AvgPool1d"/>
    public static Tensor AvgPool3d(
        Tensor x, PerAxis kernel, PerAxis? stride = null, PerAxis? padding = null, bool ceilMode = false,
        bool countIncludePad = true) =>
        AvgPool(nameof(AvgPool3d), 3, x, kernel, stride, padding, ceilMode, countIncludePad);

    /// <summary>
    /// The means of <paramref name="size"/> parts of lines: [N, C, L] → [N, C, size]. Part i is that of the elements from
    /// ⌊i·L / size⌋ up to but not including ⌈(i + 1)·L / size⌉. PyTorch: <c>adaptive_avg_pool1d</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The rank is not 3, or the size is below 1.</exception>
    public static Tensor AdaptiveAvgPool1d(Tensor x, PerAxis size) =>
        AdaptiveAvgPool(nameof(AdaptiveAvgPool1d), 1, x, size);

    /// <summary>
    /// The means of so many parts of images along each axis: [N, C, H, W] → [N, C, size, size]. PyTorch:
    /// <c>adaptive_avg_pool2d</c>.
    /// </summary>
    /// <param name="x">The images.</param>
    /// <param name="size">How many parts: <c>7</c>, <c>[4, 7]</c>.</param>
    /// <exception cref="ArgumentException">The rank is not 4, or a size is below 1.</exception>
    public static Tensor AdaptiveAvgPool2d(Tensor x, PerAxis size) =>
        AdaptiveAvgPool(nameof(AdaptiveAvgPool2d), 2, x, size);

    /// <summary>
    /// The means of so many parts of volumes along each axis: [N, C, D, H, W] → [N, C, size, size, size]. PyTorch:
    /// <c>adaptive_avg_pool3d</c>.
    /// </summary>
    /// <param name="x">The volumes.</param>
    /// <param name="size">How many parts: <c>7</c>, <c>[2, 7, 7]</c>.</param>
    /// <exception cref="ArgumentException">The rank is not 5, or a size is below 1.</exception>
    public static Tensor AdaptiveAvgPool3d(Tensor x, PerAxis size) =>
        AdaptiveAvgPool(nameof(AdaptiveAvgPool3d), 3, x, size);

    /// <summary>Each channel's mean: [N, C, ...] → [N, C]. PyTorch: <c>adaptive_avg_pool(x, 1)</c>, flattened.</summary>
    /// <exception cref="ArgumentException">The rank is below 3.</exception>
    public static Tensor GlobalAvgPool(Tensor x) => Mean(x, PooledAxes(nameof(GlobalAvgPool), x));

    /// <summary>Each channel's maximum: [N, C, ...] → [N, C]. PyTorch: <c>adaptive_max_pool(x, 1)</c>, flattened.</summary>
    /// <exception cref="ArgumentException">The rank is below 3.</exception>
    public static Tensor GlobalMaxPool(Tensor x) => Max(x, PooledAxes(nameof(GlobalMaxPool), x));

    private static Tensor MaxPool(
        string op, int axes, Tensor x, PerAxis kernel, PerAxis? stride, PerAxis? padding, PerAxis? dilation, bool ceilMode)
    {
        RequireImages(op, axes, x);
        ArgumentNullException.ThrowIfNull(kernel);
        var windows = WindowAxes.Pooling(op, x, kernel.For(op, nameof(kernel), axes, 1), stride, padding, dilation, ceilMode);
        return EachWindow(x, windows, (_, seen, plane) =>
        {
            double max = double.NegativeInfinity;
            foreach (int input in seen)
            {
                if (input >= 0) max = Math.Max(max, plane[input]);
            }

            return max;
        });
    }

    private static Tensor AvgPool(
        string op, int axes, Tensor x, PerAxis kernel, PerAxis? stride, PerAxis? padding, bool ceilMode, bool countIncludePad)
    {
        RequireImages(op, axes, x);
        ArgumentNullException.ThrowIfNull(kernel);
        var windows = WindowAxes.Pooling(op, x, kernel.For(op, nameof(kernel), axes, 1), stride, padding, 1, ceilMode);
        return EachWindow(x, windows, (output, seen, plane) =>
        {
            double sum = 0;
            foreach (int input in seen)
            {
                if (input >= 0) sum += plane[input];
            }

            return sum / windows.Count(output, countIncludePad);
        });
    }

    /// <summary>A number of each window of each channel: of its number, the inputs it looks at, and the channel.</summary>
    private static Tensor EachWindow(Tensor x, WindowAxes windows, WindowFunction function)
    {
        int batch = x.Dimensions[0], channels = x.Dimensions[1];
        int[] seen = new int[windows.Taps];
        double[] result = new double[batch * channels * windows.Outputs];
        for (int output = 0; output < windows.Outputs; output++)
        {
            windows.Look(output, seen);
            for (int plane = 0; plane < batch * channels; plane++)
            {
                result[(plane * windows.Outputs) + output] =
                    function(output, seen, x.Values.Slice(plane * windows.Inputs, windows.Inputs));
            }
        }

        return Tensor.Result(result, windows.OutputShape(batch, channels));
    }

    /// <summary>Axis by axis: the mean of a box is that of the means of its lines.</summary>
    private static Tensor AdaptiveAvgPool(string op, int axes, Tensor x, PerAxis size)
    {
        RequireImages(op, axes, x);
        ArgumentNullException.ThrowIfNull(size);
        int[] sizes = size.For(op, nameof(size), axes, 1);
        for (int axis = 2; axis < axes + 2; axis++)
        {
            int length = x.Dimensions[axis], count = sizes[axis - 2];
            var parts = Enumerable.Range(0, count).Select(i =>
            {
                int start = i * length / count, end = (((i + 1) * length) + count - 1) / count;
                return Mean(Gather(x, new IntTensor([.. Enumerable.Range(start, end - start)], [end - start]), axis), axis, true);
            });
            x = Concat([.. parts], axis);
        }

        return x;
    }

    private static void RequireImages(string op, int axes, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != axes + 2)
        {
            throw new ArgumentException(
                $"{op}: {ShapeText.Of(x.Dimensions)} has no {axes} axes after [N, C].", nameof(x));
        }
    }

    private delegate double WindowFunction(int output, ReadOnlySpan<int> seen, ReadOnlySpan<double> plane);
}
