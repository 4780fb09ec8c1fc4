namespace DLCompiler.Gpu;

/// <summary>The sizes of a convolution [Batch, Groups·Inputs, ...] → [Batch, Groups·Outputs, ...].</summary>
internal readonly record struct ConvolutionShape(nint Batch, nint Groups, nint Outputs, nint Inputs, SlidingWindow Window);

/// <summary>Images in memory; strides are in elements.</summary>
internal struct ImageOperand<P>(P data, nint batch, nint channel, nint depth, nint height, nint width)
    where P : struct, IElements<P>
{
    public P Data = data;
    public int Batch = checked((int)batch);
    public int Channel = checked((int)channel);
    public int Depth = checked((int)depth);
    public int Height = checked((int)height);
    public int Width = checked((int)width);

    public ImageOperand(P data, nint batch, nint channel, nint width)
        : this(data, batch, channel, 0, 0, width)
    {
    }

    public ImageOperand(P data, nint batch, nint channel, nint height, nint width)
        : this(data, batch, channel, 0, height, width)
    {
    }

    public readonly float At(int image, int channel, int depth, int height, int width) =>
        Data[image * Batch + channel * Channel + depth * Depth + height * Height + width * Width];
}

/// <summary>
/// Convolutions and their gradients as products whose operands are computed where they are loaded: no copy of the windows is
/// ever in memory. Images are part of the columns, so that small ones fill tiles together.
/// </summary>
internal static partial class Convolution
{
    /// <summary>The results: a row for each channel, a column for each place.</summary>
    public static void Run<X, W, Y>(Device device, ConvolutionShape shape, ImageOperand<X> x, W weight, GemmOperand<Y> y)
        where X : struct, IElements<X>
        where W : struct, IElements<W>
        where Y : struct, IElements<Y> => Run(device, shape, x, weight, y, new StoreEpilogue<Y>(y));

    public static void Run<X, W, Y, E>(
        Device device, ConvolutionShape shape, ImageOperand<X> x, W weight, GemmOperand<Y> y, E epilogue)
        where X : struct, IElements<X>
        where W : struct, IElements<W>
        where Y : struct, IElements<Y>
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        nint depth = shape.Inputs * window.Taps;
        var rows = new MatrixSource<W>(weight, depth, 1, 0, shape.Outputs * depth, shape.Outputs, depth);
        var columns = new WindowSource<X>(x, window, shape, alongDepth: false);
        Images(device, shape, rows, columns, shape.Outputs, window.Outputs, depth, epilogue);
    }

    /// <summary>The images from results: a row for each channel of theirs.</summary>
    public static void RunInput<Y, W, X>(Device device, ConvolutionShape shape, ImageOperand<Y> y, W weight, GemmOperand<X> x)
        where Y : struct, IElements<Y>
        where W : struct, IElements<W>
        where X : struct, IElements<X> => RunInput(device, shape, y, weight, x, new StoreEpilogue<X>(x));

    public static void RunInput<Y, W, X, E>(
        Device device, ConvolutionShape shape, ImageOperand<Y> y, W weight, GemmOperand<X> x, E epilogue)
        where Y : struct, IElements<Y>
        where W : struct, IElements<W>
        where X : struct, IElements<X>
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        var rows = new WeightSource<W>(weight, shape);
        var columns = new ResultSource<Y>(y, window, shape);
        Images(device, shape, rows, columns, shape.Inputs, window.Inputs, shape.Outputs * window.Taps, epilogue);
    }

    /// <summary>The weight from images and results: a row for each output channel, a column for each input channel and tap.</summary>
    public static void RunWeight<X, Y, W>(
        Device device, ConvolutionShape shape, ImageOperand<X> x, ImageOperand<Y> y, GemmOperand<W> weight)
        where X : struct, IElements<X>
        where Y : struct, IElements<Y>
        where W : struct, IElements<W> => RunWeight(device, shape, x, y, weight, new StoreEpilogue<W>(weight));

    public static void RunWeight<X, Y, W, E>(
        Device device, ConvolutionShape shape, ImageOperand<X> x, ImageOperand<Y> y, GemmOperand<W> weight, E epilogue)
        where X : struct, IElements<X>
        where Y : struct, IElements<Y>
        where W : struct, IElements<W>
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
            device, sizes, new ChannelSource<Y>(y, window, shape), new WindowSource<X>(x, window, shape, alongDepth: true), epilogue);
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
