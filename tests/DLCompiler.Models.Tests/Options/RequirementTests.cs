using DLCompiler.Runtime;

namespace DLCompiler.Models.Tests.Options;

/// <summary>What the build cannot decide of sizes is checked once as a call begins, compiled and eagerly.</summary>
public class RequirementTests
{
    private readonly Requiring _model = new();

    [Fact]
    public void Sizes_that_fit_are_taken()
    {
        var x = Input(4, 5);
        Assert.Equal([1, 2, 3], Lengths(_model.Predict(x)));
        Assert.Equal([1, 2, 3], Lengths(_model.Eager.Forward(x)));
        var trainer = _model.CreateTrainer(new Sgd(0));
        trainer.Step(new float[20], new float[6], T: 4, M: 5, K: 3);
        _model.Evaluate(new float[20], new float[6], T: 4, M: 5, K: 3);
    }

    [Theory]
    [InlineData(3, 5, "Requiring.Predict: Halving requires S % Parts == 0 (S = T, Parts = 2) (N = 1, T = 3, M = 5).")]
    [InlineData(4, 7, "Requiring.Predict: Requiring requires M <= Longest (Longest = 6) (N = 1, T = 4, M = 7).")]
    [InlineData(4, 2, "Requiring.Predict: AvgPool1d needs at least 3 elements along axis 2, for a kernel of 3, and [N, T/2, M] has M, "
        + "padding included (N = 1, T = 4, M = 2).")]
    public void Sizes_that_do_not_fit_are_refused(int t, int m, string message)
    {
        Assert.Equal(message, Refused(() => _model.Predict(Input(t, m))));
        Assert.Equal(message, Refused(() => _model.Predict(new float[t * m], new float[1], t, m)));
    }

    [Theory]
    [InlineData(3, 5, "Halving.Forward requires S % Parts == 0 (Parts = 2, B = 1, S = 3, C = 5).")]
    [InlineData(4, 7, "Requiring.Eager.Forward requires M <= 6 (N = 1, T = 4, M = 7).")]
    public void Eager_calls_refuse_them_too(int t, int m, string message) =>
        Assert.Equal(message, Refused(() => _model.Eager.Forward(Input(t, m))));

    [Fact]
    public void What_is_required_of_labels_is_checked_with_them()
    {
        const string Message = "Requiring requires T != K (N = 1, T = 2, M = 4, K = 2).";
        var trainer = _model.CreateTrainer(new Sgd(0));
        float[] x = new float[8], target = new float[2];
        Assert.Equal($"Requiring.Trainer.Step: {Message}", Refused(() => trainer.Step(x, target, T: 2, M: 4, K: 2)));
        Assert.Equal($"Requiring.Evaluate: {Message}", Refused(() => _model.Evaluate(x, target, T: 2, M: 4, K: 2)));
        Assert.Equal([1, 1, 2], Lengths(_model.Predict(Input(2, 4))));
    }

    private static string Refused(Action call) => Assert.Throws<ModelShapeException>(call).Message;

    private static Tensor Input(int t, int m) => new(new double[t * m], 1, t, m);

    private static int[] Lengths(Tensor tensor) => [.. tensor.Shape.ToArray()];
}
