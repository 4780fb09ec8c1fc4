using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>A transformer's block in BERT's form: attention to what is no padding, norms last.</summary>
[Block]
public sealed partial class BertBlock
{
    private const int Heads = 4;
    private const float Epsilon = 1e-12f;

    [Linear("C")]
    private partial Tensor Query(Tensor x);

    [Linear("C")]
    private partial Tensor Key(Tensor x);

    [Linear("C")]
    private partial Tensor Value(Tensor x);

    [Linear("C")]
    private partial Tensor Join(Tensor x);

    [Linear("4*C")]
    private partial Tensor Hidden(Tensor x);

    [Linear("C")]
    private partial Tensor Out(Tensor x);

    [LayerNorm(Epsilon = Epsilon)]
    private partial Tensor AttentionNorm(Tensor x);

    [LayerNorm(Epsilon = Epsilon)]
    private partial Tensor OutNorm(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T", "C")] Tensor x, [Shape("N", "T")] Tensor mask)
    {
        x = AttentionNorm(x + Attend(x, Reshape(mask, "N", 1, 1, "T")));
        return OutNorm(x + Out(Gelu(Hidden(x))));
    }

    private Tensor Attend(Tensor x, Tensor mask)
    {
        var scores = MatMul(ByHead(Query(x)), Transpose(ByHead(Key(x)))) / MathF.Sqrt(x.Size(2) / Heads);
        var weights = Softmax(Where(mask, scores, -1e9f));
        return Join(Reshape(Permute(MatMul(weights, ByHead(Value(x))), 0, 2, 1, 3), "N", "T", "C"));
    }

    private static Tensor ByHead(Tensor x) => Permute(Reshape(x, "N", "T", Heads, -1), 0, 2, 1, 3);
}

/// <summary>A BERT-style encoder (Devlin et al. 2018) that classifies pairs of sentences.</summary>
[Model]
public sealed partial class Bert
{
    public const int Words = 40, Classes = 3;

    private const int Width = 32, MaxLength = 16;

    [Embedding(Words, Width)]
    private partial Tensor Token(IntTensor text);

    [Embedding(2, Width)]
    private partial Tensor Segment(IntTensor segment);

    [Parameter(MaxLength, Width)]
    private partial Tensor Position { get; }

    [LayerNorm(Epsilon = 1e-12f)]
    private partial Tensor Normalize(Tensor x);

    [Layer<BertBlock>(Repeat = 2)]
    private partial Tensor Blocks(Tensor x, Tensor mask);

    [Linear(Width)]
    private partial Tensor Pool(Tensor x);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward(
        [Shape("N", "T")] IntTensor text, [Shape("N", "T")] IntTensor segment, [Shape("N", "T")] Tensor mask)
    {
        var x = Blocks(Normalize(Token(text) + Segment(segment) + Position[..text.Size(1)]), mask);
        return Classify(Tanh(Pool(x[.., 0])));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class BertTests() : NetworkTests<Bert, Bert.Trainer>("bert")
{
    private const int Texts = 3, Length = 10;

    private static readonly int[] Ends = [Length, Length - 3, Length - 1];
    private static readonly int[] Text = Formula.Integers(Input, Bert.Words, Texts * Length);
    private static readonly int[] Segment = [.. ForEach((_, place) => place >= Length / 2 ? 1 : 0)];
    private static readonly float[] Mask = [.. ForEach((text, place) => place < Ends[text] ? 1 : 0)];
    private static readonly int[] Class = Formula.Integers(Label, Bert.Classes, Texts);

    protected override Bert Create() => new();

    protected override Bert.Trainer CreateTrainer(Bert model, Optimizer optimizer) => model.CreateTrainer(optimizer);

    protected override float[][] Predict(Bert model)
    {
        float[] logits = new float[Texts * Bert.Classes];
        model.Predict(Text, Segment, Mask, logits, T: Length);
        return [logits];
    }

    protected override float Gradients(Bert.Trainer trainer) => trainer.Gradients(Text, Segment, Mask, Class);

    protected override float Step(Bert.Trainer trainer) => trainer.Step(Text, Segment, Mask, Class);

    protected override Tensor EagerLoss(Bert model) => model.Eager.Loss(
        new IntTensor(Text, Texts, Length), new IntTensor(Segment, Texts, Length), new Tensor(Mask, Texts, Length),
        new IntTensor(Class, Texts), Mode.Training);

    private static IEnumerable<int> ForEach(Func<int, int, int> value) =>
        from text in Enumerable.Range(0, Texts) from place in Enumerable.Range(0, Length) select value(text, place);
}
