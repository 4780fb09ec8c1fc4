using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>The convolutions of ResNet-18, one image, from and to plain memory, with constant weights, as the peers have them.</summary>
internal static class ConvolutionKernels
{
    private static readonly (int Inputs, int Outputs, int Size, int Window, int Stride)[] Sizes =
    [
        (3, 64, 224, 7, 2),
        (64, 64, 56, 3, 1), (64, 128, 56, 3, 2), (64, 128, 56, 1, 2),
        (128, 128, 28, 3, 1), (128, 256, 28, 3, 2), (128, 256, 28, 1, 2),
        (256, 256, 14, 3, 1), (256, 512, 14, 3, 2), (256, 512, 14, 1, 2),
        (512, 512, 7, 3, 1),
    ];

    public static IEnumerable<KernelCase> Cases =>
        Sizes.Select(size => Case(size.Inputs, size.Outputs, size.Size, size.Window, size.Stride));

    private static KernelCase Case(int inputs, int outputs, int size, int window, int stride)
    {
        int result = (size - 1) / stride + 1;
        string[] words = ["convolution", "1", $"{inputs}", $"{outputs}", $"{size}", $"{window}", $"{stride}"];
        return new(
            $"conv {inputs}→{outputs}, {size}², {window}×{window}/{stride}",
            2d * inputs * outputs * window * window * result * result,
            () =>
            {
                var axis = new WindowAxis(size, result, window, stride, 1, window / 2);
                var shape = new ConvolutionShape(1, 1, outputs, inputs, new SlidingWindow(axis, axis));
                Memory x = new(inputs * size * size), y = new(outputs * result * result);
                var weight = new Parameter(outputs, inputs, window, window);
                return Memory.Use(
                    weight.Use(() => Convolution.Run(
                        shape, new ImageOperand(x.Floats, inputs * size * size, size * size, size, 1), weight.Floats,
                        new GemmOperand(y.Floats, result * result, 1))),
                    x, y);
            },
            (peers, _) => [peers.WithOnnxRuntime(1, words), peers.WithPyTorch(["kernel", .. words])]);
    }
}
