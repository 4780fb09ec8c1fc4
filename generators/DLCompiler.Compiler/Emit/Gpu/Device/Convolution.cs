namespace DLCompiler.Gpu;

using ILGPU;

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
        return place < Places && element < Inputs * Window.Taps ? Look(inner, Start(place), Tap(element)) : 0f;
    }

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        int first = Along == 1 ? depth : line, element = Along == 1 ? line : depth;
        if (depth >= end || element >= Inputs * Window.Taps) return new Vec4(0f, 0f, 0f, 0f);
        int last = Along == 1 ? IntrinsicMath.Min(end, Places) : Places;
        var tap = Tap(element);
        var place0 = Start(first);
        var place1 = Next(place0);
        var place2 = Next(place1);
        var place3 = Next(place2);
        return new Vec4(
            first < last ? Look(inner, place0, tap) : 0f,
            first + 1 < last ? Look(inner, place1, tap) : 0f,
            first + 2 < last ? Look(inner, place2, tap) : 0f,
            first + 3 < last ? Look(inner, place3, tap) : 0f);
    }

    private Place Start(int place) => Place.Of(place, Window.Depth.Output, Window.Height.Output, Window.Width.Output);

    private Place Next(Place place) => place.Next(Window.Depth.Output, Window.Height.Output, Window.Width.Output);

    /// <summary>A channel and a tap of its windows, as an element of an image is.</summary>
    private Place Tap(int element) => Place.Of(element, Window.Depth.Kernel, Window.Height.Kernel, Window.Width.Kernel);

    private float Look(int group, Place place, Place tap)
    {
        int w = Window.Width.InputOf(place.Width, tap.Width), h = Window.Height.InputOf(place.Height, tap.Height);
        int d = Window.Depth.InputOf(place.Depth, tap.Depth);
        if (w < 0 || h < 0 || d < 0) return 0f;
        return X.Data[
            place.Image * X.Batch + (group * Inputs + tap.Image) * X.Channel + d * X.Depth + h * X.Height + w * X.Width];
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

    public float At(int outer, int inner, int line, int depth) =>
        line < Places && depth < Outputs * Window.Taps ? Look(inner, Start(line), Tap(depth)) : 0f;

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        if (depth >= end || depth >= Outputs * Window.Taps) return new Vec4(0f, 0f, 0f, 0f);
        var tap = Tap(depth);
        var place0 = Start(line);
        var place1 = Next(place0);
        var place2 = Next(place1);
        var place3 = Next(place2);
        return new Vec4(
            line < Places ? Look(inner, place0, tap) : 0f,
            line + 1 < Places ? Look(inner, place1, tap) : 0f,
            line + 2 < Places ? Look(inner, place2, tap) : 0f,
            line + 3 < Places ? Look(inner, place3, tap) : 0f);
    }

    private Place Start(int place) => Place.Of(place, Window.Depth.Input, Window.Height.Input, Window.Width.Input);

    private Place Next(Place place) => place.Next(Window.Depth.Input, Window.Height.Input, Window.Width.Input);

    private Place Tap(int element) => Place.Of(element, Window.Depth.Kernel, Window.Height.Kernel, Window.Width.Kernel);

    private float Look(int group, Place place, Place tap)
    {
        int w = Window.Width.OutputOf(place.Width, tap.Width), h = Window.Height.OutputOf(place.Height, tap.Height);
        int d = Window.Depth.OutputOf(place.Depth, tap.Depth);
        if (w < 0 || h < 0 || d < 0) return 0f;
        return Y.Data[
            place.Image * Y.Batch + (group * Outputs + tap.Image) * Y.Channel + d * Y.Depth + h * Y.Height + w * Y.Width];
    }
}

/// <summary>The channels of results: line (channel), depth (image, place).</summary>
internal struct ChannelSource(ImageOperand y, SlidingWindow window, ConvolutionShape shape) : ISource
{
    public ImageOperand Y = y;
    public SlidingWindow Window = window;
    public int Outputs = checked((int)shape.Outputs);
    public int Places = checked((int)shape.Batch * window.Outputs);

    public readonly int AlongDepth => 1;

    public float At(int outer, int inner, int line, int depth) =>
        line < Outputs && depth < Places ? Look(inner, line, Start(depth)) : 0f;

    public Vec4 Load(int outer, int inner, int line, int depth, int end)
    {
        if (line >= Outputs || depth >= end) return new Vec4(0f, 0f, 0f, 0f);
        int last = IntrinsicMath.Min(end, Places);
        var place0 = Start(depth);
        var place1 = Next(place0);
        var place2 = Next(place1);
        var place3 = Next(place2);
        return new Vec4(
            depth < last ? Look(inner, line, place0) : 0f,
            depth + 1 < last ? Look(inner, line, place1) : 0f,
            depth + 2 < last ? Look(inner, line, place2) : 0f,
            depth + 3 < last ? Look(inner, line, place3) : 0f);
    }

    private Place Start(int place) => Place.Of(place, Window.Depth.Output, Window.Height.Output, Window.Width.Output);

    private Place Next(Place place) => place.Next(Window.Depth.Output, Window.Height.Output, Window.Width.Output);

    private float Look(int group, int channel, Place place) => Y.Data[
        place.Image * Y.Batch + (group * Outputs + channel) * Y.Channel
            + place.Depth * Y.Depth + place.Height * Y.Height + place.Width * Y.Width];
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
