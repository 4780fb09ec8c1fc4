using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>Softmax, layer norm and attention, as the compiler makes them of models, beside PyTorch's.</summary>
internal static class RowKernels
{
    public static IEnumerable<KernelCase> Cases =>
    [
        Case("softmax", new SoftmaxModel().Predict, 2048, 512),
        Case("layer_norm", new LayerNormModel().Predict, 2048, 512),
        Case("attention", new AttentionModel().Predict, [16, 4, 128, 32], inputs: 3),
    ];

    private static KernelCase Case(string name, Predict<float> predict, params int[] sizes) =>
        Case(name, predict, sizes, inputs: 1);

    private static KernelCase Case(string name, Predict<float> predict, int[] sizes, int inputs)
    {
        int count = sizes.Aggregate((a, b) => a * b);
        string[] words = ["kernel", name, .. sizes.Select(size => $"{size}")];
        return new(
            $"{name.Replace('_', ' ')} {string.Join('×', sizes)}", 0,
            () =>
            {
                var random = new Random(1);
                float[] input = [.. Enumerable.Range(0, inputs * count).Select(_ => random.NextSingle() - 0.5f)];
                float[] result = new float[count];
                return () => predict(input, result);
            },
            (peers, _) => [peers.WithPyTorch(words)]);
    }
}

[Model(Training = false)]
public sealed partial class SoftmaxModel
{
    [Forward]
    private static Tensor Forward([Shape("N", 512)] Tensor x) => Softmax(x);
}

[Model(Training = false)]
public sealed partial class LayerNormModel
{
    [LayerNorm]
    private partial Tensor Normalize(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 512)] Tensor x) => Normalize(x);
}

/// <summary>Queries, keys and values in one input, so that its <c>Predict</c> is like the others'.</summary>
[Model(Training = false)]
public sealed partial class AttentionModel
{
    [Forward]
    private static Tensor Forward([Shape(3, "N", 4, 128, 32)] Tensor x) =>
        ScaledDotProductAttention(x[0], x[1], x[2], causal: true);
}
