using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests.Support;

/// <summary>Networks whose activations, and gradients by them, the library's routines take and give.</summary>
internal static class RoutineSamples
{
    /// <summary>Heads that share keys, a bias that is computed, lengths, and dropout.</summary>
    private static readonly Sample Attending = new(
        new ModelSource("Attending", """
            [Model]
            public partial class Attending
            {
                [Linear(16)] private partial Tensor Query(Tensor x);
                [Linear(8)] private partial Tensor Key(Tensor x);
                [Linear(8)] private partial Tensor Value(Tensor x);
                [Linear(6)] private partial Tensor Near(Tensor x);
                [Linear(3)] private partial Tensor Mix(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 6, 8)] Tensor x, [Shape("N")] IntTensor lengths)
                {
                    var heads = ScaledDotProductAttention(
                        Heads(Query(x), 4), Heads(Key(x), 2), Heads(Value(x), 2), bias: Unsqueeze(Near(x), 1), lengths: lengths, causal: true,
                        dropout: 0.2f);
                    return Mix(Reshape(Permute(heads, 0, 2, 1, 3), "N", 6, 16));
                }

                [Loss]
                private static Tensor Loss(Tensor result, [Shape("N", 6, 3)] Tensor target) => Mse(result, target);

                private static Tensor Heads(Tensor x, int count) => Permute(Reshape(x, "N", 6, count, 4), 0, 2, 1, 3);
            }
            """),
        "x: [N, 6, 8]; lengths: int[N] < 7", "target: [N, 6, 3]", Batch: 16);

    private static readonly Sample Spelling = new(
        new ModelSource("Spelling", """
            [Model]
            public partial class Spelling
            {
                [Linear(5)] private partial Tensor Score(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 6, 8)] Tensor x) => LogSoftmax(Score(x));

                [Loss]
                private static Tensor Loss(
                    Tensor logProbabilities, [Shape("N", 3)] IntTensor target, [Shape("N")] IntTensor inputLengths,
                    [Shape("N")] IntTensor targetLengths) =>
                    Ctc(logProbabilities, target, inputLengths, targetLengths, zeroInfinity: true);
            }
            """),
        "x: [N, 6, 8]", "target: int[N, 3] < 5; inputLengths: int[N] < 7; targetLengths: int[N] < 4", Batch: 16);

    private static readonly Sample Choosing = new(
        new ModelSource("Choosing", """
            [Model]
            public partial class Choosing
            {
                [Linear(12)] private partial Tensor Score(Tensor x);
                [Linear(3)] private partial Tensor Mix(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 8)] Tensor x)
                {
                    var h = Score(x);
                    return Mix(h) + TopK(StopGradient(h), 3).Values;
                }

                [Loss]
                private static Tensor Loss(Tensor result, [Shape("N", 3)] Tensor target) => Mse(result, target);
            }
            """),
        "x: [N, 8]", "target: [N, 3]", Batch: 16);

    private static readonly Sample Reading = new(
        new ModelSource("Reading", """
            [Model]
            public partial class Reading
            {
                [Embedding(20, 8)] private partial Tensor Token(IntTensor text);
                [Linear(8)] private partial Tensor Mix(Tensor x);
                [Linear(3)] private partial Tensor Classify(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 7)] IntTensor text) => Classify(Relu(Mix(Token(text)))[.., ^1]);

                [Loss]
                private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
            }
            """),
        "text: int[N, 7] < 20", "label: int[N] < 3", Batch: 16);

    /// <summary>The networks, each with the calls of its code that say what is stored.</summary>
    public static IReadOnlyList<(Sample Sample, string[] Calls)> All { get; } =
    [
        (Attending, ["Attention.Run<P, P>(", "Attention.Gradient<P, P, P>("]),
        (Spelling, ["CtcLoss.Run<P, P>("]),
        (Choosing, ["TopK.Run<P, P>("]),
        (Reading, ["Scatter.Add<P>("]),
    ];
}
