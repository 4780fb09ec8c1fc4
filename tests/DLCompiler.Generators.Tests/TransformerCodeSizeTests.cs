using DLCompiler.Testing;

namespace DLCompiler.Generators.Tests;

/// <summary>A deep transformer: depth adds weights, not code.</summary>
public class TransformerCodeSizeTests
{
    private const int MostLines = 3000;

    [Fact]
    public void A_transformer_of_12_blocks_is_short()
    {
        string code = Generate(Gpt(blocks: 12));
        string[] lines = code.Split('\n');
        Assert.True(lines.Length < MostLines, $"{lines.Length} lines");
        Assert.All(lines, line => Assert.True(line.Length <= 120, line));
    }

    [Fact]
    public void The_number_of_kernels_does_not_grow_with_depth()
    {
        string[] kernels = Kernels(Generate(Gpt(blocks: 6)));
        Assert.NotEmpty(kernels);
        Assert.Equal(kernels, Kernels(Generate(Gpt(blocks: 12))));
        Assert.Equal(kernels, Kernels(Generate(Gpt(blocks: 24))));
    }

    private static string[] Kernels(string code) =>
        [.. code.Split('\n').Where(l => l.Contains(" struct ", StringComparison.Ordinal)).Select(l => l.Trim())];

    private static string Generate(string source)
    {
        var compiled = ModelCompiler.Compile(source);
        Assert.Empty(compiled.Diagnostics);
        return compiled.Code("Gpt");
    }

    private static string Gpt(int blocks) => $$"""
        [Block]
        public partial class Decoder
        {
            [LayerNorm] private partial Tensor Before(Tensor x);
            [MultiHeadAttention(12, Causal = true, Dropout = 0.1f)] private partial Tensor Attend(Tensor x);
            [LayerNorm] private partial Tensor Between(Tensor x);
            [Linear("4*C")] private partial Tensor Widen(Tensor x);
            [Linear("C")] private partial Tensor Narrow(Tensor x);
            [Dropout(0.1f)] private partial Tensor Drop(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T", "C")] Tensor x)
            {
                x += Drop(Attend(Before(x)));
                return x + Drop(Narrow(Gelu(Widen(Between(x)))));
            }
        }

        [Model]
        public partial class Gpt
        {
            [Embedding(50257, 768)] private partial Tensor Token(IntTensor text);
            [Parameter(1024, 768)] private partial Tensor Position { get; }
            [Dropout(0.1f)] private partial Tensor Drop(Tensor x);
            [Layer<Decoder>(Repeat = {{blocks}})] private partial Tensor Blocks(Tensor x);
            [LayerNorm] private partial Tensor Last(Tensor x);
            [Linear(50257, Bias = false, Tied = nameof(Token))] private partial Tensor Score(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", "T")] IntTensor text) =>
                Score(Last(Blocks(Drop(Token(text) + Position[..text.Size(1)]))));

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N", "T")] IntTensor next) => CrossEntropy(logits, next);
        }
        """;
}
