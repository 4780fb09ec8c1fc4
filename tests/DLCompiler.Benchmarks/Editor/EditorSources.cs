using System.Globalization;

namespace DLCompiler.Benchmarks;

/// <summary>A solution of 200 files, 20 of them models: what a generator and an analyzer meet in an editor.</summary>
internal static class EditorSources
{
    private const string Usings = "using System;\nusing DLCompiler;\nusing static DLCompiler.Ops;\n\nnamespace Demo;\n\n";

    /// <summary>24 blocks of a transformer in GPT-2's form.</summary>
    public const string Gpt = Usings + """
        [Block]
        public sealed partial class GptBlock
        {
            private const int Heads = 16;

            [LayerNorm] private partial Tensor AttentionNorm(Tensor x);
            [Linear("3*C")] private partial Tensor QueryKeyValue(Tensor x);
            [Linear("C")] private partial Tensor Join(Tensor x);
            [LayerNorm] private partial Tensor MlpNorm(Tensor x);
            [Linear("4*C")] private partial Tensor Hidden(Tensor x);
            [Linear("C")] private partial Tensor Out(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", "C")] Tensor x)
            {
                x += Dropout(Attend(AttentionNorm(x)), 0.1f);
                return x + Dropout(Out(Gelu(Hidden(MlpNorm(x)))), 0.1f);
            }

            private Tensor Attend(Tensor x)
            {
                var parts = Permute(Reshape(QueryKeyValue(x), "N", "T", 3, Heads, -1), 2, 0, 3, 1, 4);
                var attended = ScaledDotProductAttention(parts[0], parts[1], parts[2], causal: true);
                return Join(Reshape(Permute(attended, 0, 2, 1, 3), "N", "T", "C"));
            }
        }

        [Model]
        public sealed partial class Gpt
        {
            private const int Width = 1024;

            [Embedding(50257, Width)] private partial Tensor Token(IntTensor text);
            [Embedding(1024, Width)] private partial Tensor Position(IntTensor place);
            [Layer<GptBlock>(Repeat = 24)] private partial Tensor Blocks(Tensor x);
            [LayerNorm] private partial Tensor Normalize(Tensor x);
            [Linear(50257, Tied = nameof(Token), Bias = false)] private partial Tensor Score(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T")] IntTensor text, [Shape("T")] IntTensor place) =>
                Score(Normalize(Blocks(Token(text) + Position(place))));

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N", "T")] IntTensor next) => CrossEntropy(logits, next);
        }
        """;

    private const string ResNet50 = Usings + """
        [Block]
        public sealed partial class Bottleneck
        {
            [Size] private partial int Width { get; }

            [Conv2d("Width", Kernel = 1, Bias = false)] private partial Tensor Conv1(Tensor x);
            [BatchNorm] private partial Tensor Norm1(Tensor x);
            [Conv2d("Width", Kernel = 3, Padding = 1, Bias = false)] private partial Tensor Conv2(Tensor x);
            [BatchNorm] private partial Tensor Norm2(Tensor x);
            [Conv2d("4*Width", Kernel = 1, Bias = false)] private partial Tensor Conv3(Tensor x);
            [BatchNorm] private partial Tensor Norm3(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "4*Width", "H", "W")] Tensor x) =>
                Relu(x + Norm3(Conv3(Relu(Norm2(Conv2(Relu(Norm1(Conv1(x)))))))));
        }

        [Block]
        public sealed partial class FirstBottleneck
        {
            [Size] private partial int Width { get; }
            [Size] private partial int Stride { get; }

            [Conv2d("Width", Kernel = 1, Bias = false)] private partial Tensor Conv1(Tensor x);
            [BatchNorm] private partial Tensor Norm1(Tensor x);
            [Conv2d("Width", Kernel = 3, Stride = "Stride", Padding = 1, Bias = false)] private partial Tensor Conv2(Tensor x);
            [BatchNorm] private partial Tensor Norm2(Tensor x);
            [Conv2d("4*Width", Kernel = 1, Bias = false)] private partial Tensor Conv3(Tensor x);
            [BatchNorm] private partial Tensor Norm3(Tensor x);
            [Conv2d("4*Width", Kernel = 1, Stride = "Stride", Bias = false)] private partial Tensor Skip(Tensor x);
            [BatchNorm] private partial Tensor SkipNorm(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "C", "H", "W")] Tensor x) =>
                Relu(SkipNorm(Skip(x)) + Norm3(Conv3(Relu(Norm2(Conv2(Relu(Norm1(Conv1(x)))))))));
        }

        [Model]
        public sealed partial class ResNet50
        {
            [Conv2d(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false)] private partial Tensor Stem(Tensor x);
            [BatchNorm] private partial Tensor StemNorm(Tensor x);
            [Layer<FirstBottleneck>("Width", 64, "Stride", 1)] private partial Tensor First1(Tensor x);
            [Layer<Bottleneck>(Repeat = 2)] private partial Tensor Stage1(Tensor x);
            [Layer<FirstBottleneck>("Width", 128, "Stride", 2)] private partial Tensor First2(Tensor x);
            [Layer<Bottleneck>(Repeat = 3)] private partial Tensor Stage2(Tensor x);
            [Layer<FirstBottleneck>("Width", 256, "Stride", 2)] private partial Tensor First3(Tensor x);
            [Layer<Bottleneck>(Repeat = 5)] private partial Tensor Stage3(Tensor x);
            [Layer<FirstBottleneck>("Width", 512, "Stride", 2)] private partial Tensor First4(Tensor x);
            [Layer<Bottleneck>(Repeat = 2)] private partial Tensor Stage4(Tensor x);
            [Linear(1000)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 3, 224, 224)] Tensor image)
            {
                var x = MaxPool2d(Relu(StemNorm(Stem(image))), 3, stride: 2, padding: 1);
                x = Stage2(First2(Stage1(First1(x))));
                x = Stage4(First4(Stage3(First3(x))));
                return Classify(Mean(x, axes: [2, 3]));
            }

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """;

    private const string Mlp = Usings + """
        [Model]
        public sealed partial class Mlp0
        {
            [Linear(256)] private partial Tensor Hidden(Tensor x);
            [Linear(128)] private partial Tensor Deeper(Tensor x);
            [Dropout(0.1f)] private partial Tensor Drop(Tensor x);
            [Linear(10)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 784)] Tensor image) => Classify(Drop(Relu(Deeper(Relu(Hidden(image))))));

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """;

    private const string Cnn = Usings + """
        [Model]
        public sealed partial class Cnn0
        {
            [Conv2d(32, Kernel = 3, Padding = 1)] private partial Tensor Edges(Tensor x);
            [Conv2d(64, Kernel = 3, Padding = 1)] private partial Tensor Parts(Tensor x);
            [BatchNorm] private partial Tensor Normalize(Tensor x);
            [Linear(128)] private partial Tensor Widen(Tensor x);
            [Linear(10)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 1, 28, 28)] Tensor image)
            {
                var h = Pooled(Edges(image));
                h = Normalize(Pooled(Parts(h)));
                return Classify(Relu(Widen(Flatten(h))));
            }

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);

            private static Tensor Pooled(Tensor x) => MaxPool2d(Relu(x), 2);
        }
        """;

    private const string Reader = Usings + """
        [Model]
        public sealed partial class Reader0
        {
            [Embedding(5000, 64)] private partial Tensor Token(IntTensor text);
            [Lstm(128, Bidirectional = true)] private partial (Tensor Output, Tensor Hidden, Tensor Cell) Read(Tensor x);
            [Linear(2)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T")] IntTensor text)
            {
                var (_, hidden, _) = Read(Token(text));
                return Classify(Concat([hidden[^2], hidden[^1]], axis: -1));
            }

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """;

    private const string Coder = Usings + """
        [Model]
        public sealed partial class Coder0
        {
            [Linear(64)] private partial Tensor Encode(Tensor x);
            [Linear(16)] private partial Tensor Squeezed(Tensor x);
            [Linear(784)] private partial Tensor Decode(Tensor code);

            [Forward]
            private (Tensor Output, Tensor Code) Forward([Shape("N", 784)] Tensor image)
            {
                var code = Squeezed(Gelu(Encode(image)));
                return (Decode(Silu(code)), code);
            }

            [Loss] private static Tensor Fit(Tensor output, Tensor code, Tensor image) => Mse(output, image);
            [Loss(Weight = 0.01f)] private static Tensor Sparsity(Tensor output, Tensor code) => Mean(Abs(code));
        }
        """;

    private const string Plain = Usings + """
        public sealed record Order0(int Number, string Customer, decimal Total);

        public static class Orders0
        {
            public static decimal Sum(Order0[] orders)
            {
                decimal sum = 0;
                foreach (var order in orders) sum += order.Total;
                return sum;
            }

            public static string Describe(Order0 order) => $"{order.Number}: {order.Customer}, {order.Total:F2}";
        }
        """;

    /// <summary>Paths and texts: models first, GPT before all.</summary>
    public static IReadOnlyList<(string Path, string Text)> All { get; } =
    [
        ("Gpt.cs", Gpt),
        ("ResNet50.cs", ResNet50),
        .. Copies("Mlp", Mlp, 6),
        .. Copies("Cnn", Cnn, 6),
        .. Copies("Reader", Reader, 3),
        .. Copies("Coder", Coder, 3),
        .. Copies("Orders", Plain, 180),
    ];

    private static IEnumerable<(string Path, string Text)> Copies(string name, string text, int count) =>
        from number in Enumerable.Range(0, count)
        let digits = number.ToString(CultureInfo.InvariantCulture)
        select ($"{name}{digits}.cs", Numbered(text, name, digits));

    private static string Numbered(string text, string name, string digits) => text
        .Replace($"{name}0", name + digits, StringComparison.Ordinal)
        .Replace("Order0", $"Order{digits}", StringComparison.Ordinal);
}
