using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Hand-written kernels, in a class apart.</summary>
internal static partial class Kernels
{
    /// <summary>x / (scale + |x|), of any shape.</summary>
    [Kernel(nameof(RunSoftsign))]
    public static partial Tensor Softsign(Tensor x, float scale);

    [Gradient(nameof(Softsign))]
    public static Tensor SoftsignGradient(Tensor x, float scale, Tensor gradient) =>
        gradient * scale / Square(scale + Abs(x));

    /// <summary>The outer products of rows, where a flag adds the rows themselves: [N, D], [N, E] → [N, D·E].</summary>
    [Kernel(nameof(RunOuter))]
    [return: Shape("N", "D*E")]
    public static partial Tensor Outer([Shape("N", "D")] Tensor x, [Shape("N", "E")] Tensor y, bool negate, int times);

    private static void RunSoftsign(ReadOnlySpan<float> x, float scale, Span<float> result)
    {
        for (int i = 0; i < x.Length; i++) result[i] = x[i] / (scale + MathF.Abs(x[i]));
    }

    private static void RunOuter(
        Span<float> result, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int E, int N, int D, bool negate, int times)
    {
        for (int n = 0; n < N; n++)
        {
            for (int d = 0; d < D; d++)
            {
                for (int e = 0; e < E; e++)
                {
                    float product = x[(n * D) + d] * y[(n * E) + e] * times;
                    result[(((n * D) + d) * E) + e] = negate ? -product : product;
                }
            }
        }
    }
}

/// <summary>A block that calls a kernel.</summary>
[Block]
public partial class KernelBlock
{
    [Linear("D")]
    private partial Tensor Inner(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "D")] Tensor x) => x + Kernels.Softsign(Inner(x), 2);
}

/// <summary>Kernels in a block, in a loop, and where a gradient is stopped.</summary>
[Model]
public partial class KernelModel
{
    [Layer<KernelBlock>(Repeat = 2)]
    private partial Tensor Blocks(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 6)] Tensor x)
    {
        var y = Blocks(x);
        var outer = Kernels.Outer(StopGradient(y[.., ..2]), x[.., 1..4], true, 3);
        return Scan(y + outer, y[0] * 0, (at, s) => (s, Kernels.Softsign(at - s, 0.5f)), axis: 0).Outputs;
    }

    [Loss]
    private static Tensor Loss(Tensor y, [Shape("N", 6)] Tensor target) => Mse(y, target);
}

/// <summary>The same in ops.</summary>
[Model]
public partial class KernelReference
{
    [Linear(6)]
    private partial Tensor First(Tensor x);

    [Linear(6)]
    private partial Tensor Second(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 6)] Tensor x)
    {
        var y = x + Softsign(First(x), 2);
        y += Softsign(Second(y), 2);
        var outer = -3 * Flatten(Unsqueeze(StopGradient(y[.., ..2]), 2) * Unsqueeze(x[.., 1..4], 1));
        return Scan(y + outer, y[0] * 0, (at, s) => (s, Softsign(at - s, 0.5f)), axis: 0).Outputs;
    }

    [Loss]
    private static Tensor Loss(Tensor y, [Shape("N", 6)] Tensor target) => Mse(y, target);

    private static Tensor Softsign(Tensor x, float scale) => x / (scale + Abs(x));
}
