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
}
