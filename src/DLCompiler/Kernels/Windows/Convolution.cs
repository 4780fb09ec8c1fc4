using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Convolutions in groups with any strides, dilations and paddings, and the two products that are their gradients, with
/// an epilogue that is inlined.
/// </summary>
/// <remarks>
/// Every element is summed in an order that depends on the sizes alone: so the result is the same to the bit for any
/// number of threads. Runs on several threads where that pays, and allocates nothing once the threads' scratch memory has
/// grown to its need.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Convolution
{
    /// <summary>Up to so many rows, a tile of the microkernel would be mostly zeros.</summary>
    internal const nint FewRows = 3;

    /// <summary>y[n, g, o, p] = Σ over c and t of w[g, o, c, t] · x[n, g, c, input of tap t of output p].</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[Batch, Groups·Inputs, ...].</param>
    /// <param name="weight">[Groups, Outputs, Inputs, kernel...], row-major.</param>
    /// <param name="y">
    /// The result, or where its partial sums may be kept: batch, group, channel and, adjacent, output.
    /// </param>
    public static void Run(
        in ConvolutionShape shape, in ImageOperand x, Floats weight, in GemmOperand y) =>
        Run(shape, x, weight, y, new StoreEpilogue(y));

    /// <summary>Gives each finished vector to the epilogue.</summary>
    /// <inheritdoc cref="Run(in ConvolutionShape, in ImageOperand, Floats, in GemmOperand)"/>
    public static void Run<E>(
        in ConvolutionShape shape, in ImageOperand x, Floats weight, in GemmOperand y, in E epilogue)
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        if (window.IsPointwise && x.IsDense(window.Depth.Input, window.Height.Input, window.Width.Input))
        {
            Gemm.Run(
                new GemmShape(shape.Outputs, window.Outputs, shape.Inputs, shape.Batch, shape.Groups),
                new GemmOperand(weight, shape.Inputs, 1, 0, shape.Outputs * shape.Inputs),
                new GemmOperand(x.Data, x.Channel, 1, x.Batch, shape.Inputs * x.Channel),
                y, epilogue);
        }
        else if (SimdWidth.Is512) Run<E, Simd512>(shape, x, weight, y, epilogue);
        else if (SimdWidth.Is256) Run<E, Simd256>(shape, x, weight, y, epilogue);
        else Run<E, Simd128>(shape, x, weight, y, epilogue);
    }

    /// <summary>
    /// x[n, g, c, i] = Σ over o and t of w[g, o, c, t] · y[n, g, o, p], where tap t of output p is input i: the gradient
    /// of a convolution by its images, which is the transposed convolution.
    /// </summary>
    /// <param name="shape">The sizes, as the convolution has them: Outputs are y's channels.</param>
    /// <param name="y">[Batch, Groups·Outputs, ...], a channel's elements one after the other.</param>
    /// <param name="weight">[Groups, Outputs, Inputs, kernel...], row-major.</param>
    /// <param name="x">The result: batch, group, channel and, adjacent, input.</param>
    public static void RunInput(
        in ConvolutionShape shape, in ImageOperand y, Floats weight, in GemmOperand x) =>
        RunInput(shape, y, weight, x, new StoreEpilogue(x));

    /// <summary>Gives each finished vector to the epilogue.</summary>
    /// <inheritdoc cref="RunInput(in ConvolutionShape, in ImageOperand, Floats, in GemmOperand)"/>
    public static void RunInput<E>(
        in ConvolutionShape shape, in ImageOperand y, Floats weight, in GemmOperand x, in E epilogue)
        where E : struct, IEpilogue
    {
        var window = shape.Window;
        if (window.IsPointwise)
        {
            Gemm.Run(
                new GemmShape(shape.Inputs, window.Inputs, shape.Outputs, shape.Batch, shape.Groups),
                new GemmOperand(weight, 1, shape.Inputs, 0, shape.Outputs * shape.Inputs),
                new GemmOperand(y.Data, y.Channel, 1, y.Batch, shape.Outputs * y.Channel),
                x, epilogue);
        }
        else if (SimdWidth.Is512) RunInput<E, Simd512>(shape, y, weight, x, epilogue);
        else if (SimdWidth.Is256) RunInput<E, Simd256>(shape, y, weight, x, epilogue);
        else RunInput<E, Simd128>(shape, y, weight, x, epilogue);
    }

    /// <summary>
    /// w[g, o, c, t] = Σ over n and p of y[n, g, o, p] · x[n, g, c, input of tap t of output p]: the gradient of a
    /// convolution by its weight.
    /// </summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[Batch, Groups·Inputs, ...].</param>
    /// <param name="y">[Batch, Groups·Outputs, ...].</param>
    /// <param name="weight">
    /// The result, or where its partial sums may be kept: group (as the inner batch axis), output channel and,
    /// adjacent, input channel with tap.
    /// </param>
    public static void RunWeight(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight) =>
        RunWeight(shape, x, y, weight, new StoreEpilogue(weight));

    /// <summary>Gives each finished vector to the epilogue.</summary>
    /// <inheritdoc cref="RunWeight(in ConvolutionShape, in ImageOperand, in ImageOperand, in GemmOperand)"/>
    public static void RunWeight<E>(
        in ConvolutionShape shape, in ImageOperand x, in ImageOperand y, in GemmOperand weight, in E epilogue)
        where E : struct, IEpilogue
    {
        if (SimdWidth.Is512) ConvolutionWeight<E>.Run<Simd512>(shape, x, y, weight, epilogue);
        else if (SimdWidth.Is256) ConvolutionWeight<E>.Run<Simd256>(shape, x, y, weight, epilogue);
        else ConvolutionWeight<E>.Run<Simd128>(shape, x, y, weight, epilogue);
    }

    private static void Run<E, V>(
        in ConvolutionShape shape, in ImageOperand x, Floats weight, in GemmOperand y, in E epilogue)
        where E : struct, IEpilogue
        where V : struct, ISimd<V>
    {
        if (shape.Outputs <= FewRows) DepthwiseConvolution<E>.Run<V>(shape, x, weight, y, epilogue);
        else RunTiles<E, V>(shape, x, new TapWeight(weight), y, epilogue);
    }

    private static void RunInput<E, V>(
        in ConvolutionShape shape, in ImageOperand y, Floats weight, in GemmOperand x, in E epilogue)
        where E : struct, IEpilogue
        where V : struct, ISimd<V>
    {
        if (shape.Window.Reversed is { } window && shape.Outputs > FewRows && shape.Inputs > FewRows)
        {
            RunTiles<E, V>(
                new ConvolutionShape(shape.Batch, shape.Groups, shape.Inputs, shape.Outputs, window), y,
                new TapWeight(weight, IsTransposed: true), x, epilogue);
        }
        else ConvolutionInput<E>.Run<V>(shape, y, weight, epilogue);
    }

    private static void RunTiles<E, V>(
        in ConvolutionShape shape, in ImageOperand x, in TapWeight weight, in GemmOperand y, in E epilogue)
        where E : struct, IEpilogue
        where V : struct, ISimd<V>
    {
        if (!WinogradConvolution<E>.TryRun<V>(shape, x, weight, y, epilogue))
            TiledConvolution<E>.Run<V>(shape, x, weight, y, epilogue);
    }
}
