using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A transformer's block in GPT-2's form: norms first, causal attention, an MLP four times as wide.</summary>
[Block]
public sealed partial class GptBlock
{
    [Size]
    private partial int Heads { get; }

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
        return x + Out(Gelu(Hidden(MlpNorm(x)), approximate: true));
    }

    private Tensor Attend(Tensor x)
    {
        var parts = Split(QueryKeyValue(x), parts: 3, axis: -1);
        var (query, key, value) = (ByHead(parts[0]), ByHead(parts[1]), ByHead(parts[2]));
        var attended = ScaledDotProductAttention(query, key, value, causal: true);
        return Join(Reshape(Permute(attended, 0, 2, 1, 3), "N", "T", "C"));
    }

    private Tensor ByHead(Tensor x) => Permute(Reshape(x, "N", "T", Heads, -1), 0, 2, 1, 3);
}

/// <summary>A character-level GPT (Radford et al. 2019): 4 blocks, 128 wide.</summary>
[Model]
public sealed partial class Gpt
{
    public const int Characters = 28;

    private const int Width = 128, MaxLength = 16;

    [Embedding(Characters, Width)]
    private partial Tensor Token(IntTensor text);

    [Parameter(MaxLength, Width)]
    private partial Tensor Position { get; }

    [Layer<GptBlock>("Heads", 4, Repeat = 4)]
    private partial Tensor Blocks(Tensor x);

    [LayerNorm]
    private partial Tensor Normalize(Tensor x);

    [Linear(Characters, Bias = false, Tied = nameof(Token))]
    private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T")] IntTensor text) =>
        Score(Normalize(Blocks(Token(text) + Position[..text.Size(1)])));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", "T")] IntTensor next) => CrossEntropy(logits, next);
}

public sealed class GptTests() : NetworkTests<Gpt, Gpt.Trainer>("gpt")
{
    private const int Texts = 2, Length = 12;

    private static readonly int[] Text = Formula.Integers(Input, Gpt.Characters, Texts * Length);
    private static readonly int[] Next = Formula.Integers(Label, Gpt.Characters, Texts * Length);

    protected override Gpt Create() => new();

    protected override Gpt.Trainer CreateTrainer(Gpt model, Optimizer optimizer) => model.CreateTrainer(optimizer);

    protected override float[][] Predict(Gpt model)
    {
        float[] logits = new float[Texts * Length * Gpt.Characters];
        model.Predict(Text, logits, T: Length);
        return [logits];
    }

    protected override float Gradients(Gpt.Trainer trainer) => trainer.Gradients(Text, Next, Length);

    protected override float Step(Gpt.Trainer trainer) => trainer.Step(Text, Next, Length);

    protected override Tensor EagerLoss(Gpt model) =>
        model.Eager.Loss(new IntTensor(Text, Texts, Length), new IntTensor(Next, Texts, Length), Mode.Training);
}
