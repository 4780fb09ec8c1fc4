namespace DLCompiler;

/// <summary>
/// Windows that slide over the last axes of images [N, C, ...]: output o looks at the inputs
/// o·stride + t·dilation − before, for t below the kernel; what lies outside an axis is padding.
/// </summary>
internal sealed class WindowAxes
{
    private readonly int[] _input;
    private readonly int[] _stride;
    private readonly int[] _dilation;
    private readonly int[] _before;
    private readonly int[] _after;

    /// <exception cref="ArgumentException">An option is out of range, or a window is larger than its axis.</exception>
    public WindowAxes(
        string op, Tensor x, int[] kernel, PerAxis? stride, PerAxis? padding, PerAxis? dilation, bool ceilMode = false)
    {
        int axes = kernel.Length;
        _input = x.Dimensions[2..];
        Kernel = kernel;
        _stride = (stride ?? 1).For(op, nameof(stride), axes, 1);
        _dilation = (dilation ?? 1).For(op, nameof(dilation), axes, 1);
        int[] lost = [.. kernel.Select((k, axis) => (k - 1) * _dilation[axis])];
        (_before, _after) = Padding(op, padding ?? 0, lost);
        Output = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int padded = _input[axis] + _before[axis] + _after[axis], room = padded - lost[axis] - 1;
            if (kernel[axis] < 1 || room < 0)
            {
                throw new ArgumentException(
                    $"{op}: a window of {lost[axis] + 1} is larger than axis {axis + 2} of {ShapeText.Of(x.Dimensions)}, "
                        + $"which has {padded} elements, padding included.",
                    nameof(x));
            }

            Output[axis] = (room / _stride[axis]) + 1;
            if (!ceilMode || room % _stride[axis] == 0) continue;
            if (Output[axis] * _stride[axis] < _input[axis] + _before[axis]) Output[axis]++;
        }
    }

    private WindowAxes(int[] input, int[] output, int[] kernel, int[] stride, int[] dilation, int[] before) =>
        (_input, Output, Kernel, _stride, _dilation, _before, _after) =
            (input, output, kernel, stride, dilation, before, before);

    /// <summary>How many inputs a window looks at, along each axis.</summary>
    public int[] Kernel { get; }

    /// <summary>How many windows there are, along each axis.</summary>
    public int[] Output { get; }

    /// <summary>The number of windows.</summary>
    public int Outputs => ShapeText.Count(Output);

    /// <summary>The number of elements of an image.</summary>
    public int Inputs => ShapeText.Count(_input);

    /// <summary>How many inputs a window looks at.</summary>
    public int Taps => ShapeText.Count(Kernel);

    /// <summary>The windows of a pooling: side by side unless a stride is given.</summary>
    /// <exception cref="ArgumentException">
    /// An option is out of range, a window is larger than its axis, or the padding more than half of a window.
    /// </exception>
    public static WindowAxes Pooling(
        string op, Tensor x, int[] kernel, PerAxis? stride, PerAxis? padding, PerAxis? dilation, bool ceilMode)
    {
        stride ??= PerAxis.Create(kernel);
        if (padding?.Is("same") == true && stride.Any(s => s != 1))
            throw new ArgumentException($"{op}: padding \"same\" has no meaning for strides other than 1.", nameof(stride));
        var windows = new WindowAxes(op, x, kernel, stride, padding, dilation, ceilMode);
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            if (2 * windows._before[axis] > ((kernel[axis] - 1) * windows._dilation[axis]) + 1)
            {
                throw new ArgumentException(
                    $"{op}: a padding of {windows._before[axis]} is more than half of a window.", nameof(padding));
            }
        }

        return windows;
    }

    /// <summary>The windows of a convolution whose transposed one makes images of results.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or nothing would be left.</exception>
    public static WindowAxes Transposed(
        string op, Tensor y, int[] kernel, PerAxis? stride, PerAxis? padding, PerAxis? outputPadding, PerAxis? dilation)
    {
        int axes = kernel.Length;
        int[] strides = (stride ?? 1).For(op, nameof(stride), axes, 1);
        int[] dilations = (dilation ?? 1).For(op, nameof(dilation), axes, 1);
        int[] paddings = (padding ?? 0).For(op, nameof(padding), axes, 0);
        int[] added = (outputPadding ?? 0).For(op, nameof(outputPadding), axes, 0);
        int[] input = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            input[axis] = ((y.Dimensions[axis + 2] - 1) * strides[axis]) - (2 * paddings[axis])
                + ((kernel[axis] - 1) * dilations[axis]) + 1 + added[axis];
            if (input[axis] < 1 || added[axis] >= Math.Max(strides[axis], dilations[axis]))
            {
                throw new ArgumentException(
                    $"{op}: axis {axis + 2} of {ShapeText.Of(y.Dimensions)} would become {input[axis]}; an outputPadding of "
                        + $"{added[axis]} must be below the stride or the dilation.",
                    nameof(y));
            }
        }

        return new WindowAxes(input, y.Dimensions[2..], kernel, strides, dilations, paddings);
    }

    /// <summary>The image's shape for so many channels.</summary>
    public int[] InputShape(int batch, int channels) => [batch, channels, .. _input];

    /// <summary>The result's shape for so many channels.</summary>
    public int[] OutputShape(int batch, int channels) => [batch, channels, .. Output];

    /// <summary>
    /// The input of each tap of a window, as a row-major number in the image; −1 for padding.
    /// </summary>
    public void Look(int output, Span<int> inputs)
    {
        for (int tap = 0; tap < inputs.Length; tap++)
        {
            int input = 0, scale = 1, o = output, t = tap;
            for (int axis = Kernel.Length - 1; axis >= 0; axis--)
            {
                int place = (o % Output[axis] * _stride[axis]) + (t % Kernel[axis] * _dilation[axis]) - _before[axis];
                o /= Output[axis];
                t /= Kernel[axis];
                bool isInside = place >= 0 && place < _input[axis];
                input = isInside && input >= 0 ? input + (place * scale) : -1;
                scale *= _input[axis];
            }

            inputs[tap] = input;
        }
    }

    /// <summary>How many elements a window without dilation has, in the image or in the image with its padding.</summary>
    public int Count(int output, bool withPadding)
    {
        int count = 1;
        for (int axis = Kernel.Length - 1; axis >= 0; axis--)
        {
            int start = (output % Output[axis] * _stride[axis]) - _before[axis], end = start + Kernel[axis];
            int first = withPadding ? -_before[axis] : 0, last = _input[axis] + (withPadding ? _after[axis] : 0);
            count *= Math.Min(end, last) - Math.Max(start, first);
            output /= Output[axis];
        }

        return count;
    }

    private static (int[] Before, int[] After) Padding(string op, PerAxis padding, int[] lost)
    {
        if (padding.Is("same")) return ([.. lost.Select(n => n / 2)], [.. lost.Select(n => n - (n / 2))]);
        if (padding.Is("valid")) padding = 0;
        int[] around = padding.For(op, nameof(padding), lost.Length, 0);
        return (around, around);
    }
}
