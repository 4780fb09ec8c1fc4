using DLCompiler.Compiler.Graphs;
using DLCompiler.Compiler.Ops;
using DLCompiler.Compiler.Passes;
using DLCompiler.Compiler.Schedule;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>What becomes one kernel in <c>Predict</c>: nothing between two products passes over memory once more.</summary>
public class FusionTests
{
    /// <summary>
    /// The running statistics, scale and shift are four numbers a channel, which the epilogue of the product applies: the
    /// batch norm costs no pass over memory.
    /// </summary>
    [Theory]
    [InlineData("[Conv2d(8, Kernel = 3, Padding = 1, Bias = false)]", "\"N\", 4, 12, 12")]
    [InlineData("[Conv2d(8, Kernel = 3, Stride = 2)]", "\"N\", 4, \"H\", \"W\"")]
    [InlineData("[Conv2d(4, Kernel = 3, Padding = 1, Groups = 4)]", "\"N\", 4, 12, 12")]
    [InlineData("[Conv2d(8, Kernel = 1)]", "\"N\", 4, 12, 12")]
    [InlineData("[Conv1d(8, Kernel = 3, Padding = \"same\", Dilation = 2)]", "\"N\", 4, \"T\"")]
    [InlineData("[Conv3d(8, Kernel = 3)]", "\"N\", 4, 5, 6, 7")]
    [InlineData("[ConvTranspose2d(8, Kernel = 4, Stride = 2, Padding = 1)]", "\"N\", 4, 6, 6")]
    [InlineData("[Linear(8)]", "\"N\", 4")]
    public void ABatchNormAndARectifierRunInTheEpilogue(string layer, string shape)
    {
        var kernels = Predict($$"""
            [Model]
            public partial class Net
            {
                {{layer}} private partial Tensor Look(Tensor x);
                [BatchNorm] private partial Tensor Normalize(Tensor x);

                [Forward] private Tensor Forward([Shape({{shape}})] Tensor image) => Relu(Normalize(Look(image)));
            }
            """);
        var kernel = Assert.Single(kernels);
        Assert.IsAssignableFrom<Contraction>(kernel.Product?.Op);
        Assert.IsType<Relu>(Assert.Single(kernel.Stores).Value.Op);
    }

    [Fact]
    public void AResidualBlockIsTwoKernels()
    {
        var kernels = Predict("""
            [Model]
            public partial class Net
            {
                [Conv2d(4, Kernel = 3, Padding = 1, Bias = false)] private partial Tensor Conv1(Tensor x);
                [BatchNorm] private partial Tensor Norm1(Tensor x);
                [Conv2d(4, Kernel = 3, Padding = 1, Bias = false)] private partial Tensor Conv2(Tensor x);
                [BatchNorm] private partial Tensor Norm2(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 4, 12, 12)] Tensor x) =>
                    Relu(x + Norm2(Conv2(Relu(Norm1(Conv1(x))))));
            }
            """);
        Assert.Equal(2, kernels.Count);
        Assert.All(kernels, k => Assert.IsType<Convolution>(k.Product?.Op));
    }

    /// <summary>
    /// <c>scaled</c> is computed anew in the kernel of the tanh, until the product needs it in memory: from then on that kernel
    /// waits for the one that leaves it there, which so can no longer take in the gradient that waits for the tanh.
    /// </summary>
    [Fact]
    public void AValueComputedAnewCanStillBeNeededInMemory()
    {
        var kernels = Training("""
            [Model]
            public partial class Net
            {
                [Parameter(4, 1)] private partial Tensor Column { get; }
                [Parameter(3, 4, 5)] private partial Tensor Weight { get; }

                [Forward]
                private (Tensor, Tensor, Tensor) Forward()
                {
                    var scaled = Weight * Arange(5);
                    return (Tanh(Reshape(Column * scaled, 3, 20)), MatMul(scaled, Transpose(scaled)), Weight[.., 1..2]);
                }

                [Loss]
                private static Tensor Loss(
                    Tensor a, Tensor b, Tensor c, [Shape(3, 20)] Tensor x, [Shape(3, 4, 4)] Tensor y, [Shape(3, 1, 5)] Tensor z) =>
                    Sum(a * x) + Sum(b * y) + Sum(c * z);
            }
            """);
        var made = new HashSet<Node>();
        foreach (var kernel in kernels.Kernels)
        {
            Assert.All(kernels.Reads[kernel].Where(r => r.Node.Op is not Leaf), r => Assert.Contains(r.Node, made));
            made.UnionWith(kernel.Stores.Select(s => s.Target));
        }
    }

    private static IReadOnlyList<Kernel> Predict(string source) =>
        Fuse.Run(Pipeline.Inference(Traced.Model(source).Predict!)).Kernels;

    private static KernelProgram Training(string source) => Fuse.Run(Pipeline.Training(Traced.Model(source).TrainingLoss!));
}
