namespace DLCompiler.Models.Tests.Options;

/// <summary>Sizes and values that a network cannot compute with: what is wrong is said, and nothing has changed.</summary>
public class LimitTests
{
    private readonly LimitText _text = new(seed: 1);
    private readonly LimitImage _image = new(seed: 1);

    [Fact]
    public void ARankIsWrong() => Assert.Equal(
        "LimitText.Predict: 'text' is [N, T] but got [4]: rank 1, expected 2.",
        Assert.Throws<ModelShapeException>(() => { _text.Predict(new IntTensor([1, 2, 3, 4], 4)); }).Message);

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void AnIndexIsOutsideTheTable(int index)
    {
        var trainer = _text.CreateTrainer(new AdamW());
        float[] before = _text.Store.Span(0).ToArray();
        string expected = $"'text'[1] is {index}, outside 0..9.";
        Assert.Equal(
            "LimitText.Predict: " + expected,
            Assert.Throws<ArgumentOutOfRangeException>(() => { _text.Predict(new IntTensor([1, index], 1, 2)); }).Message);
        Assert.Equal(
            "LimitText.Trainer.Step: " + expected,
            Assert.Throws<ArgumentOutOfRangeException>(() => { trainer.Step([1, index], [0]); }).Message);
        Assert.Equal(0, trainer.StepCount);
        Assert.Equal(before, _text.Store.Span(0).ToArray());
    }

    [Fact]
    public void ASequenceIsEmpty()
    {
        var trainer = _text.CreateTrainer(new AdamW());
        Assert.Equal(
            "LimitText.Predict: 'text' is [N, T] but got [2, 0] (N = 2): dimension 1 is 0, expected at least 1.",
            Assert.Throws<ModelShapeException>(() => { _text.Predict(new IntTensor([], 2, 0)); }).Message);
        Assert.Throws<ModelShapeException>(() => { _text.Predict([], new float[6], T: 0); });
        Assert.Throws<ModelShapeException>(() => { trainer.Step([], [0, 1]); });
        Assert.Throws<ModelShapeException>(() => { trainer.Step([1, 2, 3], [0, 1]); });
        Assert.Equal(0, trainer.StepCount);
    }

    [Fact]
    public void AnImageIsSmallerThanTheKernel()
    {
        Assert.Equal(3, _image.Predict(new Tensor(new float[25], 1, 1, 5, 5)).Count);
        var error = Assert.Throws<ModelShapeException>(() => { _image.Predict(new Tensor(new float[20], 1, 1, 4, 5)); });
        Assert.Contains("LimitImage.Predict: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("kernel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABatchOfOneHasNoVariance()
    {
        var trainer = _image.CreateTrainer(new AdamW());
        float[] before = RunningMean(), five = new float[25], six = new float[30];
        _image.Predict(five, new float[3], H: 5, W: 5);
        var error = Assert.Throws<ModelShapeException>(() => { trainer.Step(five, [0], W: 5); });
        Assert.Contains("more than one value a channel", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.StepCount);
        Assert.Equal(before, RunningMean());
        trainer.Step(six, [0], W: 6);
        Assert.Equal(1, trainer.StepCount);
    }

    private float[] RunningMean() =>
        [.. _image.Store.Span(_image.Parameters.All.Select(p => p.Name).ToList().IndexOf("Normalize.running_mean"))];
}
