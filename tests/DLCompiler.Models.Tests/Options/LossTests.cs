using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Several losses: the sum that is differentiated, each by its name, and which a step returns.</summary>
public class LossTests
{
    private const int Batch = 7;

    private static readonly float[] X = new Numbers(1).Floats(Batch * 5);
    private static readonly float[] Target = new Numbers(2).Floats(Batch * 5);
    private static readonly int[] Label = new Numbers(3).Integers(Batch, 3);

    [Fact]
    public void TheWeightedSumIsDifferentiated()
    {
        var several = new SeveralLosses(seed: 1).CreateTrainer(new Sgd(0));
        var summed = new SummedLoss(seed: 1).CreateTrainer(new Sgd(0));
        Assert.Equal(summed.Gradients(X, Target), several.Gradients(X, Target), 1e-6f);
        foreach (string parameter in (string[])["Encode.weight", "Encode.bias", "Decode.weight", "Decode.bias"])
            Assert.Equal(summed.Gradient(parameter).ToArray(), several.Gradient(parameter).ToArray());
    }

    [Fact]
    public void EachLossIsThereByItsName()
    {
        var model = new SeveralLosses(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(0));
        float total = trainer.Step(X, Target);
        var (sum, fit, size, hits) = trainer.Losses;
        Assert.Equal(total, sum);
        Assert.Equal(fit + (0.25f * size), sum, 1e-6f);
        Assert.Equal(0, hits * Batch * 5 % 1, 1e-4f);
        var eager = model.Eager.Losses(new Tensor(X, Batch, 5), new Tensor(Target, Batch, 5));
        Assert.Equal(
            [eager.Total.ToScalar(), eager.Fit.ToScalar(), eager.CodeSize.ToScalar(), eager.Hits.ToScalar()],
            [sum, fit, size, hits],
            (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(sum, model.Eager.Loss(new Tensor(X, Batch, 5), new Tensor(Target, Batch, 5)).ToScalar(), 1e-5);
    }

    [Fact]
    public void EvaluateGivesEachLoss()
    {
        var model = new SeveralLosses(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(0.5f));
        trainer.Step(X, Target);
        float total = model.Evaluate(X, Target, out var losses);
        Assert.NotEqual(total, trainer.Losses.Total);
        Assert.Equal(total, trainer.Evaluate(X, Target));
        Assert.Equal(losses, trainer.Losses);
        Assert.Equal(total, model.Evaluate(X, Target));
    }

    [Fact]
    public void AStepReturnsTheReportedLoss()
    {
        var model = new ReportedLoss(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(0));
        Assert.Equal(trainer.Step(X, Target), trainer.Losses.Fit);
        Assert.Equal(trainer.Losses.Fit + (0.25f * trainer.Losses.Size), trainer.Losses.Total, 1e-6f);
        Assert.Equal(trainer.Losses.Fit, model.Evaluate(X, Target), 1e-6f);
    }

    [Fact]
    public void AModelThatIsNotTrainedHasNoTrainerAndStillEvaluates()
    {
        var model = new Untrained(seed: 1);
        Assert.Null(typeof(Untrained).GetNestedType("Trainer"));
        Assert.Null(typeof(Untrained).GetMethod("CreateTrainer"));
        double expected = model.Eager.Loss(new Tensor(X, Batch, 5), new IntTensor(Label, Batch)).ToScalar();
        Assert.Equal(expected, model.Evaluate(X, Label), 1e-5);
    }
}
