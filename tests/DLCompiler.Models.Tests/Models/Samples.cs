using DLCompiler.Compiler.Ops;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Models;

/// <summary>A network, what its Forward and its loss take, and a batch that is big enough to split.</summary>
/// <param name="Source">The model.</param>
/// <param name="Inputs">Forward's inputs, as cases of ops declare them.</param>
/// <param name="Labels">The loss's further inputs.</param>
/// <param name="Batch">N.</param>
internal sealed record Sample(ModelSource Source, string Inputs, string Labels, int Batch)
{
    /// <summary>Arguments of Forward, or, with <paramref name="training"/>, of the loss.</summary>
    public List<Argument> Arguments(int batch, bool training, int seed = 1)
    {
        var numbers = new Numbers(seed);
        var inputs = CaseInputs.Parse(training ? $"{Inputs}; {Labels}" : Inputs);
        return [.. inputs.Select(i => Argument.Of(i, Sizes(batch), numbers))];
    }

    public static Dictionary<string, int> Sizes(int batch) => new() { ["N"] = batch };
}

/// <summary>Networks of the kinds that a compiler has to schedule differently.</summary>
internal static class Samples
{
    public static readonly Sample Mlp = new(
        new ModelSource("Mlp", """
            [Model]
            public partial class Mlp
            {
                [Linear(256)] private partial Tensor Hidden(Tensor x);
                [Linear(10)] private partial Tensor Output(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 784)] Tensor image) => Output(Dropout(Relu(Hidden(image)), 0.5f));

                [Loss]
                private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
            }
            """),
        "image: [N, 784]", "label: int[N] < 10", Batch: 96);

    /// <summary>Convolutions written as slices, a concatenation and a linear layer.</summary>
    public static readonly Sample Windows = new(
        new ModelSource("Windows", """
            [Model]
            public partial class Windows
            {
                [Linear(16)] private partial Tensor Strokes(Tensor window);
                [Linear(10)] private partial Tensor Classify(Tensor features);

                [Forward]
                private Tensor Forward([Shape("N", 14, 14)] Tensor image)
                {
                    var strokes = Relu(Strokes(Around(Unsqueeze(image, -1))));
                    return Classify(Dropout(Flatten(Max(Reshape(strokes, "N", 6, 2, 6, 2, 16), axes: [2, 4])), 0.3f));
                }

                [Loss]
                private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) =>
                    CrossEntropy(logits, label, labelSmoothing: 0.1f);

                private static Tensor Around(Tensor x) => Concat(
                    [
                        x[.., ..^2, ..^2], x[.., ..^2, 1..^1], x[.., ..^2, 2..],
                        x[.., 1..^1, ..^2], x[.., 1..^1, 1..^1], x[.., 1..^1, 2..],
                        x[.., 2.., ..^2], x[.., 2.., 1..^1], x[.., 2.., 2..],
                    ],
                    axis: -1);
            }
            """),
        "image: [N, 14, 14]", "label: int[N] < 10", Batch: 80);

    /// <summary>Layer normalisation in primitives, a residual, and a mean over all.</summary>
    public static readonly Sample Norm = new(
        new ModelSource("Norm", """
            [Model]
            public partial class Norm
            {
                [Parameter(64, Init = Init.Ones)] private partial Tensor Gamma { get; }
                [Parameter(64)] private partial Tensor Beta { get; }
                [Linear(128)] private partial Tensor Up(Tensor x);
                [Linear(64)] private partial Tensor Down(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 20, 64)] Tensor x)
                {
                    var centred = x - Mean(x, axis: -1, keepDims: true);
                    var normal = centred * Rsqrt(Variance(x, axis: -1, keepDims: true) + 1e-5f) * Gamma + Beta;
                    return x + Down(Gelu(Up(normal)));
                }

                [Loss]
                private static Tensor Loss(Tensor result, [Shape("N", 20, 64)] Tensor target) => Mse(result, target);
            }
            """),
        "x: [N, 20, 64]", "target: [N, 20, 64]", Batch: 24);

    /// <summary>Products of batches, and a softmax along an axis that is not the last.</summary>
    public static readonly Sample Attention = new(
        new ModelSource("Attention", """
            [Model]
            public partial class Attention
            {
                [Linear(32, Bias = false)] private partial Tensor Query(Tensor x);
                [Linear(32, Bias = false)] private partial Tensor Key(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 40, 32)] Tensor x)
                {
                    var scores = MatMul(Query(x), Transpose(Key(x))) / MathF.Sqrt(32);
                    return MatMul(Transpose(Softmax(scores, axis: 1)), x);
                }

                [Loss]
                private static Tensor Loss(Tensor result, [Shape("N", 40, 32)] Tensor target) => Huber(result, target);
            }
            """),
        "x: [N, 40, 32]", "target: [N, 40, 32]", Batch: 16);

    /// <summary>Statistics along the batch, which is long.</summary>
    public static readonly Sample Columns = new(
        new ModelSource("Columns", """
            [Model]
            public partial class Columns
            {
                [Parameter(7, Init = Init.Ones)] private partial Tensor Gamma { get; }
                [Parameter(7)] private partial Tensor Beta { get; }

                [Forward]
                private Tensor Forward([Shape("N", 7)] Tensor x)
                {
                    var scale = Rsqrt(Variance(x, axis: 0) + 1e-5f);
                    return Tanh((x - Mean(x, axis: 0)) * scale * Gamma + Beta);
                }

                [Loss]
                private static Tensor Loss(Tensor result, [Shape("N", 7)] Tensor target) => Mse(result, target);
            }
            """),
        "x: [N, 7]", "target: [N, 7]", Batch: 20011);

    /// <summary>Convolutions of every kind, with what follows them in their epilogues, and a residual.</summary>
    public static readonly Sample Images = new(
        new ModelSource("Images", """
            [Model]
            public partial class Images
            {
                [Conv2d(16, Kernel = 3, Padding = 1, Bias = false)] private partial Tensor Stem(Tensor x);
                [BatchNorm] private partial Tensor StemNorm(Tensor x);
                [Conv2d(16, Kernel = 3, Padding = "same", Groups = 16)] private partial Tensor Spatial(Tensor x);
                [Conv2d(16, Kernel = 1)] private partial Tensor Point(Tensor x);
                [Conv2d(24, Kernel = new[] { 3, 2 }, Stride = 2, Padding = new[] { 1, 0 }, Groups = 2)]
                private partial Tensor Down(Tensor x);
                [Linear(10)] private partial Tensor Classify(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 3, 12, 14)] Tensor image)
                {
                    var h = Relu(StemNorm(Stem(image)));
                    h = Relu(h + Point(Relu(Spatial(h))));
                    return Classify(GlobalAvgPool(Gelu(Down(h))));
                }

                [Loss]
                private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
            }
            """),
        "image: [N, 3, 12, 14]", "label: int[N] < 10", Batch: 24);

    /// <summary>Scans in both directions, with dropout between their layers.</summary>
    public static readonly Sample Sequence = new(
        new ModelSource("Sequence", """
            [Model]
            public partial class Sequence
            {
                [Lstm(32, Layers = 2, Bidirectional = true, Dropout = 0.25f)]
                private partial (Tensor Output, Tensor Hidden, Tensor Cell) Read(Tensor x);
                [Linear(10)] private partial Tensor Classify(Tensor x);

                [Forward]
                private Tensor Forward([Shape("N", 9, 16)] Tensor x) => Classify(Read(x).Output[.., ^1]);

                [Loss]
                private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
            }
            """),
        "x: [N, 9, 16]", "label: int[N] < 10", Batch: 48);

    public static readonly IReadOnlyList<Sample> All = [Mlp, Windows, Norm, Attention, Columns, Images, Sequence];

    public static TheoryData<string> Names => [.. All.Select(s => s.Source.Name)];

    public static Sample Find(string name) => All.Single(s => s.Source.Name == name);
}
