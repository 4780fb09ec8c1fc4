namespace DLCompiler.Gpu;

// Routines of floats alone: what they are called with where no precision is asked for.

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

internal readonly struct AttentionOperand(Floats data, nint batch, nint head, nint row)
{
    private readonly AttentionOperand<Floats> _rows = new(data, batch, head, row);

    public static implicit operator AttentionOperand<Floats>(AttentionOperand operand) => operand._rows;
}

/// <summary>Scores without a bias, or with one of floats.</summary>
internal readonly record struct AttentionScores(
    float Scale, AttentionOperand Bias = default, Ints Lengths = default, bool Causal = false, nint Offset = 0,
    float Dropout = 0, ulong Stream = 0)
{
    public static implicit operator AttentionScores<Floats>(AttentionScores scores) => new(
        scores.Scale, scores.Bias, scores.Lengths, scores.Causal, scores.Offset, scores.Dropout, scores.Stream);
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

internal static partial class TopK
{
    public static void Run(Device device, Floats values, Ints indices, Floats x, nint outer, nint size, nint inner, nint count) =>
        Run<Floats, Floats>(device, values, indices, x, outer, size, inner, count);
}

internal static partial class CtcLoss
{
    public static void Run(
        Device device, Floats losses, Floats gradient, Floats logProbabilities, Ints target, Ints inputLengths,
        Ints targetLengths, CtcShape shape, bool zeroInfinity) => Run<Floats, Floats>(
            device, losses, gradient, logProbabilities, target, inputLengths, targetLengths, shape, zeroInfinity);
}

internal static partial class Attention
{
    public static void Run(
        Device device, Floats result, Floats logSums, AttentionShape shape, AttentionOperand query, AttentionOperand key,
        AttentionOperand value, AttentionScores scores) =>
        Run<Floats, Floats>(device, result, logSums, shape, query, key, value, scores);

    public static void Gradient(
        Device device, Floats ofQuery, Floats ofKey, Floats ofValue, Floats ofBias, AttentionShape shape,
        AttentionOperand query, AttentionOperand key, AttentionOperand value, AttentionScores scores, AttentionOperand result,
        Floats logSums, AttentionOperand ofResult) => Gradient<Floats, Floats, Floats>(
            device, ofQuery, ofKey, ofValue, ofBias, shape, query, key, value, scores, result, logSums, ofResult);
}
