using static DLCompiler.Ops;
using static DLCompiler.Tests.Numbers;

namespace DLCompiler.Tests.Eager;

public class LossTests
{
    private static readonly Tensor Logits = Matrix(3, 1, 2, 3, 1, 1, 1);
    private static readonly IntTensor Label = new([2, 0], 2);

    [Fact]
    public void Cross_entropy_is_the_mean_negative_log_likelihood()
    {
        double first = Math.Log(Math.Exp(-2) + Math.Exp(-1) + 1), second = Math.Log(3);
        Equal(CrossEntropy(Logits, Label), [], (first + second) / 2);
    }

    [Fact]
    public void Cross_entropy_takes_probabilities_and_smoothing()
    {
        var smoothed = Matrix(3, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25);
        Equal(CrossEntropy(Logits, Label, labelSmoothing: 0.75f) - CrossEntropy(Logits, smoothed), [], 0);
    }

    [Fact]
    public void Cross_entropy_takes_more_axes()
    {
        var sequences = Unsqueeze(Logits, 0);
        var labels = new IntTensor([2, 0], 1, 2);
        Equal(CrossEntropy(sequences, labels) - CrossEntropy(Logits, Label), [], 0);
    }

    [Fact]
    public void Labels_must_be_classes() =>
        Assert.StartsWith(
            "CrossEntropy: label 1 is 3, outside 0..2.",
            Assert.Throws<ArgumentException>(() => CrossEntropy(Logits, new IntTensor([0, 3], 2))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Regression_losses_are_means()
    {
        Tensor prediction = Vector(0, 1, 4), target = Vector(0, 2, 1);
        Equal(Mse(prediction, target), [], 10.0 / 3);
        Equal(L1(prediction, target), [], 4.0 / 3);
        Equal(Huber(prediction, target), [], (0.5 + 2.5) / 3);
        Equal(Huber(prediction, target, delta: 2f), [], (0.5 + 4) / 3);
    }

    [Fact]
    public void Binary_cross_entropy_is_finite_everywhere()
    {
        Equal(BinaryCrossEntropyWithLogits(Vector(0, 0), Vector(0, 1)), [], Math.Log(2));
        Equal(BinaryCrossEntropyWithLogits(Vector(-1000, 1000), Vector(1, 1)), [], 500);
    }

    [Fact]
    public void Shapes_must_be_the_same() =>
        Assert.Equal(
            "Mse: [3] and [1, 3] must be the same shape.",
            Assert.Throws<ArgumentException>(() => Mse(Counting(3), Counting(1, 3))).Message);
}
