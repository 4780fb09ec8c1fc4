using DLCompiler.Conformance;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Gradients that users write, and the helper that checks them.</summary>
public class GradientTests
{
    private const int Batch = 5, Width = 6;

    [Fact]
    public void TheyAreUsedInsteadOfTheCodes()
    {
        var model = new OwnGradients(seed: 1);
        var expected = new StoppedGradients(seed: 1);
        var numbers = new Numbers(2);
        float[] x = numbers.Floats(Batch * Width), target = numbers.Floats(Width);
        OwnGradients.Trainer trainer = model.CreateTrainer(new Sgd());
        StoppedGradients.Trainer other = expected.CreateTrainer(new Sgd());
        Metric.AssertNear("loss", [trainer.Gradients(x, target)], [other.Gradients(x, target)], Metric.Forward, 1);
        foreach (var parameter in model.Parameters.All)
        {
            double[] gradient = [.. trainer.Gradient(parameter.Name)], wanted = [.. other.Gradient(parameter.Name)];
            Assert.Contains(wanted, g => g != 0);
            Metric.AssertNear(parameter.Name, gradient, wanted, Metric.Backward, 1e-3);
        }
    }

    [Theory]
    [InlineData(Mode.Inference)]
    [InlineData(Mode.Training)]
    public void CompiledIsEager(Mode mode)
    {
        var model = new OwnGradients(seed: 1);
        var numbers = new Numbers(3);
        float[] x = numbers.Floats(Batch * Width), target = numbers.Floats(Width);
        double expected = model.Eager.Loss(new Tensor(x, Batch, Width), new Tensor(target, Width), mode).ToScalar();
        double actual = mode == Mode.Training
            ? model.CreateTrainer(new Sgd(0)).Step(x, target)
            : model.Evaluate(x, target);
        Metric.AssertNear("loss", [actual], [expected], Metric.Forward, 1);
    }

    [Fact]
    public void ARightGradientPassesTheCheck() => GradientCheck.Verify(
        x => Functions.Hypotenuse(x[0], x[1]),
        (x, result, gradient) =>
        {
            var (byX, byY) = Functions.HypotenuseGradient(x[0], x[1], result, gradient);
            return [byX, byY];
        },
        new Tensor([1.5, -2, 0.25], 3), new Tensor([1, 2, -3.0], 3));

    [Fact]
    public void AWrongGradientDoesNot()
    {
        var index = new IntTensor([2, 0], 2);
        var error = Assert.Throws<GradientException>(() => GradientCheck.Verify(
            x => Functions.Wrong(x[0], index),
            (x, _, gradient) => [Functions.WrongGradient(x[0], index, gradient)],
            new Tensor([1, 2, 3.0], 3)));
        Assert.StartsWith("The gradient by input 0 is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AGradientOfAnotherShapeDoesNot()
    {
        var error = Assert.Throws<GradientException>(() => GradientCheck.Verify(
            x => x[0] * 2, (_, _, gradient) => [DLCompiler.Ops.Sum(gradient)], new Tensor([1, 2, 3.0], 3)));
        Assert.Equal("The gradient by input 0 is [], but the input is [3].", error.Message);
    }

    [Fact]
    public void AMissingGradientDoesNot() => Assert.Throws<GradientException>(
        () => GradientCheck.Verify(x => x[0] * x[1], (_, _, g) => [g], new Tensor([1.0], 1), new Tensor([2.0], 1)));
}
