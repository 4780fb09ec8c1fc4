using DLCompiler.Runtime;

namespace DLCompiler.Conformance.Compiled;

/// <summary>An embedding whose table is the output layer's weight, too, against PyTorch.</summary>
public class LanguageModelTests
{
    private const int Sentences = 4;
    private const int Length = 6;
    private const double LossTolerance = 1e-5;

    private static readonly Fixtures Expected = Fixtures.Of("language");
    private static readonly string[] Names = ["Token.weight", "Position", "Mix.weight", "Mix.bias"];
    private static readonly int[] Text = Words(0), Next = Words(1);

    [Fact]
    public void GradientsOfASharedTableAddUp()
    {
        var model = Create();
        var trainer = model.CreateTrainer(new Sgd(0.5f));
        double loss = trainer.Gradients(Text, Next, Length);
        Assert.Equal(Expected.Floats("losses")[0], loss, LossTolerance);
        double scale = Metric.Scale(Names.Select(name => Expected.Floats($"{name}.grad")));
        foreach (string name in Names)
        {
            double[] actual = ModelParts.Widen(trainer.Gradient(name));
            Metric.AssertNear(name, actual, Expected.Floats($"{name}.grad"), Metric.Backward, scale);
        }
    }

    [Fact]
    public void LossesStayTogether()
    {
        var trainer = Create().CreateTrainer(new Sgd(0.5f));
        foreach (double expected in Expected.Floats("losses"))
            Assert.Equal(expected, trainer.Step(Text, Next, Length), LossTolerance * expected);
    }

    [Fact]
    public void EagerGivesTheSameLoss()
    {
        var model = Create();
        var loss = model.Eager.Loss(new IntTensor(Text, Sentences, Length), new IntTensor(Next, Sentences, Length));
        Assert.Equal(Expected.Floats("losses")[0], loss.ToScalar(), 1e-7);
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        float[] one = GradientsWith(1);
        foreach (int threads in new[] { 2, 3, 7 }) Assert.Equal(one, GradientsWith(threads));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(LanguageModel.Words)]
    public void AnIndexOutsideTheTableIsRefusedBeforeAnythingRuns(int word)
    {
        int[] text = [.. Text];
        text[3] = word;
        float[] logits = new float[Text.Length * LanguageModel.Words];
        var model = Create();
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict(text, logits, T: Length));
        string expected = $"LanguageModel.Predict: 'text'[3] is {word}, outside 0..10.";
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.All(logits, value => Assert.Equal(0, value));
        var trainer = model.CreateTrainer(new Sgd(0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(text, Next, Length));
    }

    private static LanguageModel Create()
    {
        var model = new LanguageModel();
        for (int i = 0; i < Names.Length; i++)
        {
            int index = model.Store.IndexOf(Names[i]);
            model.Store.Set(index, Formula.Uniform(i + 1, model.Store.Parameters[index].Count, 0.5f));
        }

        return model;
    }

    private static int[] Words(int start)
    {
        int[] text = Expected.Integers("text");
        return [.. text.Chunk(Length + 1).SelectMany(sentence => sentence.Skip(start).Take(Length))];
    }

    /// <summary>Of a batch that is large enough to be split.</summary>
    private static float[] GradientsWith(int threads)
    {
        const int Many = 2000;
        Workers.Count = threads;
        try
        {
            var trainer = Create().CreateTrainer(new Sgd(0.5f));
            int[] text = Formula.Integers(30, LanguageModel.Words, Many * Length);
            int[] next = Formula.Integers(31, LanguageModel.Words, Many * Length);
            _ = trainer.Gradients(text, next, Length);
            return [.. Names.SelectMany(name => trainer.Gradient(name).ToArray())];
        }
        finally
        {
            Workers.Count = Environment.ProcessorCount;
        }
    }
}
