using static DLCompiler.Ops;

namespace DLCompiler.Models.Tests.Options;

/// <summary>Sizes that are equal, and divide, as only a check at run time knows.</summary>
[Model(Training = false)]
public sealed partial class Regrouping
{
    [Embedding(5, 12)] private partial Tensor Word(IntTensor text);

    [Forward]
    private Tensor Forward([Shape("N", "T", 12)] Tensor x, [Shape("M", "T")] IntTensor text) =>
        Permute(Reshape(x * x + Word(text), "N", "T+1", -1), 0, 2, 1) + 1;
}

/// <summary>A network that fits a batch of one only, as its loss shows: the sum along the batch has one element to add.</summary>
#pragma warning disable DLC4026 // That only N = 1 fits is what the test is about.
[Model]
public sealed partial class BatchOfOne
{
    [Linear(1)] private partial Tensor Score(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3)] Tensor x) => Squeeze(Score(Relu(x)), 0);

    [Loss]
    private static Tensor Loss(Tensor y, [Shape("N")] Tensor expected) => Mean(Square(y - expected));
}
#pragma warning restore DLC4026

public class RegroupingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 11)]
    public void What_is_computed_is_what_eager_code_computes(int n, int t)
    {
        var model = new Regrouping(seed: 1);
        var x = new Tensor([.. Enumerable.Range(0, n * t * 12).Select(i => (float)Math.Sin(i))], n, t, 12);
        var text = new IntTensor([.. Enumerable.Range(0, n * t).Select(i => i % 5)], n, t);
        Tensor compiled = model.Predict(x, text), eager = model.Eager.Forward(x, text);
        Assert.Equal(eager.Shape.ToArray(), compiled.Shape.ToArray());
        float[] expected = eager.ToSingles(), actual = compiled.ToSingles();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    [Fact]
    public void Sizes_that_do_not_divide_are_refused() => Assert.Throws<ModelShapeException>(
        () => new Regrouping().Predict(new Tensor(new double[2 * 4 * 12], 2, 4, 12), new IntTensor(new int[8], 2, 4)));

    [Fact]
    public void Sizes_that_differ_are_refused() => Assert.Throws<ModelShapeException>(
        () => new Regrouping().Predict(new Tensor(new double[2 * 3 * 12], 2, 3, 12), new IntTensor(new int[9], 3, 3)));

    [Fact]
    public void A_sum_along_what_is_one_by_a_check_is_the_element()
    {
        var model = new BatchOfOne(seed: 1);
        var trainer = model.CreateTrainer(new Sgd(0.5f));
        float[] x = [1, -2, 3];
        var y = new float[1];
        model.Predict(x, y);
        float bias = model.Parameters.Score.Bias[0];
        float loss = trainer.Step(x, [4]);
        Assert.Equal((y[0] - 4) * (y[0] - 4), loss, 1e-4f);
        Assert.Equal(bias - (0.5f * 2 * (y[0] - 4)), model.Parameters.Score.Bias[0], 1e-4f);
        Assert.Throws<ModelShapeException>(() => trainer.Step(new float[6], new float[2]));
    }
}
