namespace DLCompiler.Conformance.Compiled;

/// <summary>What padding holds changes no pooled value, no loss and no gradient.</summary>
public class PaddedLossesTests
{
    private static readonly int[] Lengths = [4, 1, 3], Target = [1, 2, 4, 0, 3, 3], TargetLengths = [2, 1, 1];

    private static readonly int[] Label = [0, 3, -1, 2, 4, 1, 1, 1, 2, -1, 3, 0];

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-1e30f)]
    public void PaddingChangesNothing(float garbage)
    {
        PaddedLosses clean = Model(0), padded = Model(garbage);
        float[] expected = new float[15], actual = new float[15];
        clean.Predict(Lengths, expected);
        padded.Predict(Lengths, actual);
        Assert.All(expected, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(expected, actual);

        var (before, after) = (clean.CreateTrainer(new Sgd()), padded.CreateTrainer(new Sgd()));
        float loss = before.Gradients(Lengths, Label, Target, TargetLengths);
        Assert.True(float.IsFinite(loss));
        Assert.Equal(loss, after.Gradients(Lengths, Label, Target, TargetLengths));
        foreach (string name in new[] { "X", "Y" })
        {
            Assert.Equal(before.Gradient(name).ToArray(), after.Gradient(name).ToArray());
            Assert.All(Padding(), i => Assert.Equal(0, after.Gradient(name)[i]));
        }

        Metric.AssertNear("loss", [loss], [Eager(padded)], Metric.Forward);
        Assert.Equal(Eager(clean), Eager(padded));
    }

    [Fact]
    public void WhereNothingCountsResultsAreZero()
    {
        var model = Model(float.NaN);
        float[] pooled = new float[15];
        model.Predict([0, 0, 0], pooled);
        Assert.Equal(new float[15], pooled);
        var trainer = model.CreateTrainer(new Sgd());
        Assert.Equal(0, trainer.Gradients([0, 0, 0], Label, Target, TargetLengths));
        foreach (string name in new[] { "X", "Y" }) Assert.Equal(new float[60], trainer.Gradient(name).ToArray());
    }

    [Fact]
    public void LabelsThatAreNoClassAndNotIgnoredAreRefused()
    {
        var trainer = Model(0).CreateTrainer(new Sgd());
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(Lengths, [.. Label[..11], -2], Target, TargetLengths));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(Lengths, [.. Label[..11], 5], Target, TargetLengths));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(Lengths, Label, [.. Target[..5], -1], TargetLengths));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Step(Lengths, Label, Target, [2, 3, 1]));
    }

    private static double Eager(PaddedLosses model) => model.Eager.Loss(
        new IntTensor(Lengths, 3), new IntTensor(Label, 3, PaddedLosses.Steps), new IntTensor(Target, 3, 2),
        new IntTensor(TargetLengths, 3), Mode.Training).ToScalar();

    private static PaddedLosses Model(float garbage)
    {
        var model = new PaddedLosses();
        for (int i = 0; i < 2; i++)
        {
            float[] values = Formula.Uniform(i + 1, 3 * PaddedLosses.Steps * PaddedLosses.Size);
            foreach (int k in Padding()) values[k] = garbage;
            ModelParts.Set(model, i == 0 ? "X" : "Y", ModelParts.Widen(values));
        }

        return model;
    }

    private static IEnumerable<int> Padding() =>
        Enumerable.Range(0, 60).Where(i => i / PaddedLosses.Size % PaddedLosses.Steps >= Lengths[i / 20]);
}
