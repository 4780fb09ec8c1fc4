namespace DLCompiler.Testing.Tests;

public class GradientTests
{
    private static readonly Tensor Input = new([.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i * i))], 4, 6);
    private static readonly Tensor Target = new([1, -1, 0.5f, 0.25f], 4, 1);

    [Fact]
    public void Random_ops_norms_and_kinks_agree()
    {
        using var model = ModelCompiler.Compile(Net("Relu(Dropout(Even(Hidden(x)), 0.3f))")).Load();
        float[] before = [.. model.Model.Store.Span(0)];
        var report = ModelGradients.Verify(model.Model, new GradientOptions { Elements = 100, Seed = 5 }, Input, Target);
        Assert.Equal(
            ["Hidden.weight", "Hidden.bias", "Even.weight", "Even.bias", "Last.weight", "Last.bias"],
            report.Parameters.Select(p => p.Parameter));
        Assert.Equal(30 + 5 + 5 + 5 + 5 + 1, report.Compared);
        Assert.InRange(report.Largest, 0, 1e-3);
        Assert.True(report.Loss > 0);
        Assert.Equal(before, model.Model.Store.Span(0).ToArray());
        Assert.Equal(0, model.Model.Store.Span(model.Model.Store.IndexOf("Even.running_mean"))[0]);
    }

    [Fact]
    public void A_wrong_gradient_of_ones_own_is_found()
    {
        string source = Net("Twice(Hidden(x))", """
            private static Tensor Twice(Tensor x) => 2 * x;
            [Gradient(nameof(Twice))] private static Tensor TwiceGradient(Tensor x, Tensor gradient) => 3 * gradient;
            """);
        using var model = ModelCompiler.Compile(source).Load();
        var thrown = Assert.Throws<GradientException>(() => model.VerifyGradients(Input, Target));
        Assert.Matches(
            @"^The gradient of Net by Hidden\.weight\[\d, \d\] is -?\d.* compiled, but -?\d.* by central differences: they",
            thrown.Message);
    }

    [Fact]
    public void Labels_are_checked_first() => Assert.Throws<ArgumentException>(() => ModelGradients.Verify(new Digits(), Input));

    private static string Net(string hidden, string members = "") => $$"""
        [Model]
        public partial class Net
        {
            [Linear(5)] private partial Tensor Hidden(Tensor x);
            [BatchNorm] private partial Tensor Even(Tensor x);
            [Linear(1)] private partial Tensor Last(Tensor x);
            {{members}}
            [Forward] private Tensor Forward([Shape("N", 6)] Tensor x) => Last({{hidden}});
            [Loss] private static Tensor Loss(Tensor y, [Shape("N", 1)] Tensor target) => Mse(y, target);
        }
        """;
}
