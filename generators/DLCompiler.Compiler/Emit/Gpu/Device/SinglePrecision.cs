namespace DLCompiler.Gpu;

// Products, windows and pooling of floats alone: what they are called with where no precision is asked for.

/// <summary>A matrix, or a batch of them, in memory; strides are in elements.</summary>
internal readonly record struct GemmOperand(Floats Data, nint Row, nint Column, nint Outer = 0, nint Inner = 0)
{
    public static implicit operator GemmOperand<Floats>(GemmOperand operand) =>
        new(operand.Data, operand.Row, operand.Column, operand.Outer, operand.Inner);
}

/// <summary>Images in memory; strides are in elements.</summary>
internal readonly struct ImageOperand(Floats data, nint batch, nint channel, nint depth, nint height, nint width)
{
    private readonly ImageOperand<Floats> _images = new(data, batch, channel, depth, height, width);

    public ImageOperand(Floats data, nint batch, nint channel, nint width)
        : this(data, batch, channel, 0, 0, width)
    {
    }

    public ImageOperand(Floats data, nint batch, nint channel, nint height, nint width)
        : this(data, batch, channel, 0, height, width)
    {
    }

    public static implicit operator ImageOperand<Floats>(ImageOperand operand) => operand._images;
}

internal static partial class Gemm
{
    public static void Run(Device device, GemmShape shape, GemmOperand a, GemmOperand b, GemmOperand c) =>
        Run<Floats, Floats, Floats>(device, shape, a, b, c);

    public static void Run<E>(Device device, GemmShape shape, GemmOperand a, GemmOperand b, GemmOperand c, E epilogue)
        where E : struct, IEpilogue => Run<Floats, Floats, Floats, E>(device, shape, a, b, c, epilogue);
}

internal static partial class Convolution
{
    public static void Run(Device device, ConvolutionShape shape, ImageOperand x, Floats weight, GemmOperand y) =>
        Run<Floats, Floats, Floats>(device, shape, x, weight, y);

    public static void Run<E>(Device device, ConvolutionShape shape, ImageOperand x, Floats weight, GemmOperand y, E epilogue)
        where E : struct, IEpilogue => Run<Floats, Floats, Floats, E>(device, shape, x, weight, y, epilogue);

    public static void RunInput(Device device, ConvolutionShape shape, ImageOperand y, Floats weight, GemmOperand x) =>
        RunInput<Floats, Floats, Floats>(device, shape, y, weight, x);

    public static void RunInput<E>(
        Device device, ConvolutionShape shape, ImageOperand y, Floats weight, GemmOperand x, E epilogue)
        where E : struct, IEpilogue => RunInput<Floats, Floats, Floats, E>(device, shape, y, weight, x, epilogue);

    public static void RunWeight(Device device, ConvolutionShape shape, ImageOperand x, ImageOperand y, GemmOperand weight) =>
        RunWeight<Floats, Floats, Floats>(device, shape, x, y, weight);

    public static void RunWeight<E>(
        Device device, ConvolutionShape shape, ImageOperand x, ImageOperand y, GemmOperand weight, E epilogue)
        where E : struct, IEpilogue => RunWeight<Floats, Floats, Floats, E>(device, shape, x, y, weight, epilogue);
}

internal static partial class MaxPooling
{
    public static void Run(Device device, Floats y, Floats taps, Floats x, nint planes, SlidingWindow window) =>
        Run<Floats, Floats>(device, y, taps, x, planes, window);
}
