namespace DLCompiler.Gpu;

/// <summary>The sizes of a convolution [Batch, Groups·Inputs, ...] → [Batch, Groups·Outputs, ...].</summary>
internal readonly record struct ConvolutionShape(nint Batch, nint Groups, nint Outputs, nint Inputs, SlidingWindow Window);

/// <summary>Images in memory; strides are in elements.</summary>
internal struct ImageOperand(Floats data, nint batch, nint channel, nint depth, nint height, nint width)
{
    public Floats Data = data;
    public int Batch = checked((int)batch);
    public int Channel = checked((int)channel);
    public int Depth = checked((int)depth);
    public int Height = checked((int)height);
    public int Width = checked((int)width);

    public ImageOperand(Floats data, nint batch, nint channel, nint width)
        : this(data, batch, channel, 0, 0, width)
    {
    }

    public ImageOperand(Floats data, nint batch, nint channel, nint height, nint width)
        : this(data, batch, channel, 0, height, width)
    {
    }
}

/// <summary>
/// Convolutions and their gradients as products whose operands are computed where they are loaded: no copy of the windows is
/// ever in memory. Images are part of the columns, so that small ones fill tiles together.
/// </summary>
internal static class Convolution
{
    /// <summary>The results: a row for each channel, a column for each place.</summary>
    public static void Run(Device device, ConvolutionShape shape, ImageOperand x, Floats weight, GemmOperand y) =>
        Run(device, shape, x, weight, y, new StoreEpilogue(y));

    public static void Run<E>(Device device, ConvolutionShape shape, ImageOperand x, Floats weight, GemmOperand y, E epilogue)
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        nint depth = shape.Inputs * window.Taps;
        var rows = new MatrixSource(weight, depth, 1, 0, shape.Outputs * depth, shape.Outputs, depth);
        var columns = new WindowSource(x, window, shape, alongDepth: false);
        Images(device, shape, rows, columns, shape.Outputs, window.Outputs, depth, epilogue);
    }

    /// <summary>The images from results: a row for each channel of theirs.</summary>
    public static void RunInput(Device device, ConvolutionShape shape, ImageOperand y, Floats weight, GemmOperand x) =>
        RunInput(device, shape, y, weight, x, new StoreEpilogue(x));

    public static void RunInput<E>(
        Device device, ConvolutionShape shape, ImageOperand y, Floats weight, GemmOperand x, E epilogue)
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        var rows = new WeightSource(weight, shape);
        var columns = new ResultSource(y, window, shape);
        Images(device, shape, rows, columns, shape.Inputs, window.Inputs, shape.Outputs * window.Taps, epilogue);
    }

    /// <summary>The weight from images and results: a row for each output channel, a column for each input channel and tap.</summary>
    public static void RunWeight(Device device, ConvolutionShape shape, ImageOperand x, ImageOperand y, GemmOperand weight) =>
        RunWeight(device, shape, x, y, weight, new StoreEpilogue(weight));

    public static void RunWeight<E>(
        Device device, ConvolutionShape shape, ImageOperand x, ImageOperand y, GemmOperand weight, E epilogue)
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        var sizes = new ProductSizes
        {
            Rows = checked((int)shape.Outputs),
            Columns = checked((int)shape.Inputs * window.Taps),
            Depth = checked((int)shape.Batch * window.Outputs),
            Outer = 1,
            Inner = checked((int)shape.Groups),
        };
        Product.Run(
            device, sizes, new ChannelSource(y, window, shape), new WindowSource(x, window, shape, alongDepth: true), epilogue);
    }

    private static void Images<A, B, E>(
        Device device, ConvolutionShape shape, A rows, B columns, nint channels, int places, nint depth, E epilogue)
        where A : struct, ISource
        where B : struct, ISource
        where E : struct, IEpilogue
    {
        var sizes = new ProductSizes
        {
            Rows = checked((int)channels),
            Columns = checked((int)(shape.Batch * places)),
            Depth = checked((int)depth),
            Outer = 1,
            Inner = checked((int)shape.Groups),
        };
        if (places > 0) Product.Run(device, sizes, rows, columns, new ImageEpilogue<E>(places, epilogue));
    }
}

/// <summary>Tells images and places apart, which a product has as one axis of columns.</summary>
internal struct ImageEpilogue<E>(int places, E epilogue) : IEpilogue
    where E : struct, IEpilogue
{
    public int Places = places;
    public E Epilogue = epilogue;

    public void Apply(float value, int outer, int inner, int row, int column) =>
        Epilogue.Apply(value, column / Places, inner, row, column % Places);
}

/// <summary>
/// What windows look at: line (image, place) and depth (channel, tap) — or, <paramref name="alongDepth"/>, the other way round,
/// where the sum goes over the places.
/// </summary>
internal struct WindowSource(ImageOperand x, SlidingWindow window, ConvolutionShape shape, bool alongDepth) : ISource
{
    public ImageOperand X = x;
    public SlidingWindow Window = window;
    public int Inputs = checked((int)shape.Inputs);
    public int Places = checked((int)shape.Batch * window.Outputs);
    public int Along = alongDepth ? 1 : 0;

    public readonly int AlongDepth => Along;

    public float At(int outer, int inner, int line, int depth)
    {
        int place = Along == 1 ? depth : line, element = Along == 1 ? line : depth;
        return place < Places && element < Inputs * Window.Taps ? Look(inner, place, element) : 0f;
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        int along = Along, across = 1 - along;
        return new Vec4(
            depth < end ? At(outer, inner, line, depth) : 0f,
            depth + along < end ? At(outer, inner, line + across, depth + along) : 0f,
            depth + 2 * along < end ? At(outer, inner, line + 2 * across, depth + 2 * along) : 0f,
            depth + 3 * along < end ? At(outer, inner, line + 3 * across, depth + 3 * along) : 0f);
    }

    private float Look(int group, int place, int element)
    {
        int w = place % Window.Width.Output, rest = place / Window.Width.Output;
        int h = rest % Window.Height.Output;
        rest /= Window.Height.Output;
        int d = rest % Window.Depth.Output, image = rest / Window.Depth.Output;
        int tapW = element % Window.Width.Kernel;
        rest = element / Window.Width.Kernel;
        int tapH = rest % Window.Height.Kernel;
        rest /= Window.Height.Kernel;
        int tapD = rest % Window.Depth.Kernel, channel = rest / Window.Depth.Kernel;
        int inW = Window.Width.InputOf(w, tapW), inH = Window.Height.InputOf(h, tapH), inD = Window.Depth.InputOf(d, tapD);
        if (inW < 0 || inH < 0 || inD < 0) return 0f;
        return X.Data[
            image * X.Batch + (group * Inputs + channel) * X.Channel + inD * X.Depth + inH * X.Height + inW * X.Width];
    }
}

/// <summary>The results that look at an input: line (image, input), depth (channel of the result, tap).</summary>
internal struct ResultSource(ImageOperand y, SlidingWindow window, ConvolutionShape shape) : ISource
{
    public ImageOperand Y = y;
    public SlidingWindow Window = window;
    public int Outputs = checked((int)shape.Outputs);
    public int Places = checked((int)shape.Batch * window.Inputs);

    public readonly int AlongDepth => 0;

    public float At(int outer, int inner, int line, int depth)
    {
        if (line >= Places || depth >= Outputs * Window.Taps) return 0f;
        int w = line % Window.Width.Input, rest = line / Window.Width.Input;
        int h = rest % Window.Height.Input;
        rest /= Window.Height.Input;
        int d = rest % Window.Depth.Input, image = rest / Window.Depth.Input;
        int tapW = depth % Window.Width.Kernel;
        rest = depth / Window.Width.Kernel;
        int tapH = rest % Window.Height.Kernel;
        rest /= Window.Height.Kernel;
        int tapD = rest % Window.Depth.Kernel, channel = rest / Window.Depth.Kernel;
        int outW = Window.Width.OutputOf(w, tapW), outH = Window.Height.OutputOf(h, tapH), outD = Window.Depth.OutputOf(d, tapD);
        if (outW < 0 || outH < 0 || outD < 0) return 0f;
        return Y.Data[
            image * Y.Batch + (inner * Outputs + channel) * Y.Channel + outD * Y.Depth + outH * Y.Height + outW * Y.Width];
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => depth < end
        ? new Vec4(
            At(outer, inner, line, depth), At(outer, inner, line + 1, depth), At(outer, inner, line + 2, depth),
            At(outer, inner, line + 3, depth))
        : new Vec4(0f, 0f, 0f, 0f);
}

/// <summary>The channels of results: line (channel), depth (image, place).</summary>
internal struct ChannelSource(ImageOperand y, SlidingWindow window, ConvolutionShape shape) : ISource
{
    public ImageOperand Y = y;
    public SlidingWindow Window = window;
    public int Outputs = checked((int)shape.Outputs);
    public int Places = checked((int)shape.Batch * window.Outputs);

    public readonly int AlongDepth => 1;

    public float At(int outer, int inner, int line, int depth)
    {
        if (line >= Outputs || depth >= Places) return 0f;
        int w = depth % Window.Width.Output, rest = depth / Window.Width.Output;
        int h = rest % Window.Height.Output;
        rest /= Window.Height.Output;
        int d = rest % Window.Depth.Output, image = rest / Window.Depth.Output;
        return Y.Data[image * Y.Batch + (inner * Outputs + line) * Y.Channel + d * Y.Depth + h * Y.Height + w * Y.Width];
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => new(
        depth < end ? At(outer, inner, line, depth) : 0f,
        depth + 1 < end ? At(outer, inner, line, depth + 1) : 0f,
        depth + 2 < end ? At(outer, inner, line, depth + 2) : 0f,
        depth + 3 < end ? At(outer, inner, line, depth + 3) : 0f);
}

/// <summary>A weight as the gradient by the images reads it: line (input channel), depth (output channel, tap).</summary>
internal struct WeightSource(Floats weight, ConvolutionShape shape) : ISource
{
    public Floats Weight = weight;
    public int Outputs = checked((int)shape.Outputs);
    public int Inputs = checked((int)shape.Inputs);
    public int Taps = shape.Window.Taps;

    public readonly int AlongDepth => 1;

    public float At(int outer, int inner, int line, int depth)
    {
        if (line >= Inputs || depth >= Outputs * Taps) return 0f;
        int channel = depth / Taps, tap = depth % Taps;
        return Weight[((inner * Outputs + channel) * Inputs + line) * Taps + tap];
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end) => new(
        depth < end ? At(outer, inner, line, depth) : 0f,
        depth + 1 < end ? At(outer, inner, line, depth + 1) : 0f,
        depth + 2 < end ? At(outer, inner, line, depth + 2) : 0f,
        depth + 3 < end ? At(outer, inner, line, depth + 3) : 0f);
}
