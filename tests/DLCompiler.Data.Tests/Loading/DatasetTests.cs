namespace DLCompiler.Data.Tests.Loading;

public class DatasetTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 200).Select(i => i < 20 ? 0 : i < 80 ? 1 : 2)];

    private static readonly Dataset Data = new() { { "x", Enumerable.Range(0, 200).Select(i => (float)i).ToArray() }, { "label", Labels } };

    [Fact]
    public void A_stratified_split_has_the_share_of_each_label()
    {
        var (training, test) = Data.Split(0.25, seed: 3, by: "label");
        Assert.Equal([5, 15, 30], Counts(test));
        Assert.Equal([15, 45, 90], Counts(training));
        Assert.Equal(Enumerable.Range(0, 200), training.Floats("x").Concat(test.Floats("x")).Select(v => (int)v).Order());
        Assert.Equal(test.Floats("x"), Data.Split(0.25, seed: 3, by: "label").Second.Floats("x"));
        Assert.NotEqual(test.Floats("x"), Data.Split(0.25, seed: 4, by: "label").Second.Floats("x"));
    }

    [Fact]
    public void Each_example_is_in_the_test_of_one_fold()
    {
        var folds = Data.Folds(5, seed: 1, by: "label");
        Assert.Equal(5, folds.Count);
        Assert.All(folds, fold =>
        {
            Assert.Equal([4, 12, 24], Counts(fold.Test));
            Assert.Empty(fold.Training.Floats("x").Intersect(fold.Test.Floats("x")));
        });
        Assert.Equal(Enumerable.Range(0, 200), folds.SelectMany(f => f.Test.Floats("x")).Select(v => (int)v).Order());
    }

    [Fact]
    public void A_part_of_a_part_is_a_part()
    {
        var part = Data.Take(100..).Take([2, 0]);
        Assert.Equal([102, 100], part.Floats("x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => part.Take([2]));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("200", Refusal(() => new Dataset { { "x", new float[200] }, { "y", new float[201] } }), StringComparison.Ordinal);
        Assert.Contains("whole number", Refusal(() => new Dataset { { "x", new float[5], 2 } }), StringComparison.Ordinal);
        Assert.Contains("already", Refusal(() => new Dataset { { "x", new float[5] }, { "x", new float[5] } }), StringComparison.Ordinal);
        Assert.Contains("'x', 'label'", Refusal(() => Data.Floats("z")), StringComparison.Ordinal);
        Assert.Contains("Int32", Refusal(() => Data.Ints("x")), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Split(1, seed: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Data.Folds(1, seed: 0));
    }

    private static string Refusal(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;

    private static int[] Counts(Dataset data) => [.. data.Ints("label").GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.Count())];
}
