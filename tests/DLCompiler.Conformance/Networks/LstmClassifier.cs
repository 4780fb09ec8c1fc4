using static DLCompiler.Ops;

namespace DLCompiler.Conformance.Networks;

/// <summary>
/// A classifier of texts of several lengths: an embedding, a bidirectional LSTM of two layers, and its last states.
/// </summary>
[Model]
public sealed partial class LstmClassifier
{
    public const int Words = 40, Classes = 4;

    [Embedding(Words, 12)]
    private partial Tensor Word(IntTensor text);

    [Lstm(16, Layers = 2, Bidirectional = true)]
    private partial (Tensor Output, Tensor Hidden, Tensor Cell) Read(Tensor x, IntTensor lengths);

    [Linear(Classes)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", "T")] IntTensor text, [Shape("N")] IntTensor lengths)
    {
        var (_, hidden, _) = Read(Word(text), lengths);
        return Classify(Concat([hidden[^2], hidden[^1]], axis: 1));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

public sealed class LstmClassifierTests() : NetworkTests<LstmClassifier, LstmClassifier.Trainer>("lstm")
{
    private const int Texts = 6, Steps = 9;

    private static readonly int[] Lengths = [9, 3, 7, 1, 9, 5];
    private static readonly int[] Text = Formula.Integers(Input, LstmClassifier.Words, Texts * Steps);
    private static readonly int[] Classes = Formula.Integers(Label, LstmClassifier.Classes, Texts);

    /// <summary>More padding, of other words, changes no result; and no length needs another build.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(37)]
    public void LongerPaddingChangesNothing(int steps)
    {
        var model = Create();
        float[] expected = new float[Texts * LstmClassifier.Classes], actual = new float[expected.Length];
        int[] text = new int[Texts * steps];
        Array.Fill(text, LstmClassifier.Words - 1);
        for (int n = 0; n < Texts; n++) Text.AsSpan(n * Steps, Lengths[n]).CopyTo(text.AsSpan(n * steps));
        model.Predict(Text, Lengths, expected);
        model.Predict(text, Lengths, actual);
        Assert.Equal(expected, actual);
    }

    protected override LstmClassifier Create() => new();

    protected override LstmClassifier.Trainer CreateTrainer(LstmClassifier model, Optimizer optimizer) =>
        model.CreateTrainer(optimizer);

    protected override float[][] Predict(LstmClassifier model)
    {
        float[] logits = new float[Texts * LstmClassifier.Classes];
        model.Predict(Text, Lengths, logits);
        return [logits];
    }

    protected override float Gradients(LstmClassifier.Trainer trainer) => trainer.Gradients(Text, Lengths, Classes);

    protected override float Step(LstmClassifier.Trainer trainer) => trainer.Step(Text, Lengths, Classes);

    protected override Tensor EagerLoss(LstmClassifier model) => model.Eager.Loss(
        new IntTensor(Text, Texts, Steps), new IntTensor(Lengths, Texts), new IntTensor(Classes, Texts), Mode.Training);
}
