using static DLCompiler.Ops;

namespace DLCompiler.Benchmarks;

/// <summary>A transformer's block in GPT-2's form.</summary>
[Block]
public sealed partial class GptBlock
{
    private const int Heads = 4;

    [LayerNorm]
    private partial Tensor AttentionNorm(Tensor x);

    [Linear("3*C")]
    private partial Tensor QueryKeyValue(Tensor x);

    [Linear("C")]
    private partial Tensor Join(Tensor x);

    [LayerNorm]
    private partial Tensor MlpNorm(Tensor x);

    [Linear("4*C")]
    private partial Tensor Hidden(Tensor x);

    [Linear("C")]
    private partial Tensor Out(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T", "C")] Tensor x)
    {
        x += Attend(AttentionNorm(x));
        return x + Out(Gelu(Hidden(MlpNorm(x))));
    }

    private Tensor Attend(Tensor x)
    {
        var parts = Permute(Reshape(QueryKeyValue(x), "N", "T", 3, Heads, -1), 2, 0, 3, 1, 4);
        var attended = ScaledDotProductAttention(parts[0], parts[1], parts[2], causal: true);
        return Join(Reshape(Permute(attended, 0, 2, 1, 3), "N", "T", "C"));
    }
}

/// <summary>128 tokens of a vocabulary of 96, four blocks.</summary>
[Block]
public sealed partial class GptLayers
{
    [Size]
    private partial int Width { get; }

    [Embedding(96, "Width")]
    private partial Tensor Token(IntTensor text);

    [Parameter(128, "Width")]
    private partial Tensor Position { get; }

    [Layer<GptBlock>(Repeat = 4)]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm]
    private partial Tensor Normalize(Tensor x);

    [Linear(96, Bias = false)]
    private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 128)] IntTensor text) => Score(Normalize(Blocks(Token(text) + Position)));
}

[Model]
public sealed partial class Gpt
{
    [Layer<GptLayers>("Width", 128)]
    private partial Tensor Layers(IntTensor text);

    [Forward]
    private Tensor Forward([Shape("N", 128)] IntTensor text) => Layers(text);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", 128)] IntTensor next) => CrossEntropy(logits, next);
}

[Model]
public sealed partial class GptHalf
{
    [Layer<GptLayers>("Width", 64)]
    private partial Tensor Layers(IntTensor text);

    [Forward]
    private Tensor Forward([Shape("N", 128)] IntTensor text) => Layers(text);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", 128)] IntTensor next) => CrossEntropy(logits, next);
}

[Model]
public sealed partial class GptWider
{
    [Layer<GptLayers>("Width", 160)]
    private partial Tensor Layers(IntTensor text);

    [Forward]
    private Tensor Forward([Shape("N", 128)] IntTensor text) => Layers(text);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", 128)] IntTensor next) => CrossEntropy(logits, next);
}

[Model]
public sealed partial class GptDouble
{
    [Layer<GptLayers>("Width", 256)]
    private partial Tensor Layers(IntTensor text);

    [Forward]
    private Tensor Forward([Shape("N", 128)] IntTensor text) => Layers(text);

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", 128)] IntTensor next) => CrossEntropy(logits, next);
}
