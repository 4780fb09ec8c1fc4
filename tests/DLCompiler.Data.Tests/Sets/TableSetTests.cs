namespace DLCompiler.Data.Tests.Sets;

public class TableSetTests
{
    [Fact]
    public void Iris()
    {
        var iris = DataSets.Iris();
        Check(iris, [50, 50, 50], features: 4);
        Assert.Equal(["setosa", "versicolor", "virginica"], iris.ClassNames);
        Assert.Equal("5.1", iris.Table["sepal length (cm)"][0].Text);
        Assert.Equal([5.9f, 3, 5.1f, 1.8f], iris.Data.Floats("features")[^4..]);
        Assert.Equal("iris.csv, row 2, column 'class'", iris.Table["class"][0].Place.ToString());

        // Fisher's means.
        Assert.Equal([5.8433, 3.0573, 3.758, 1.1993], Means(iris).Select(m => Math.Round(m, 4)));
    }

    [Fact]
    public void Wine()
    {
        var wine = DataSets.Wine();
        Check(wine, [59, 71, 48], features: 13);
        Assert.Equal(13.0006, Math.Round(Means(wine)[0], 4));
        Assert.Equal(746.8933, Math.Round(Means(wine)[^1], 4));
    }

    [Fact]
    public void Breast_cancer()
    {
        var cancer = DataSets.BreastCancer();
        Check(cancer, [212, 357], features: 30);
        Assert.Equal(["mean radius", "radius error", "worst fractal dimension"], new[] { 0, 10, 29 }.Select(i => cancer.FeatureNames[i]));
        Assert.Equal("malignant", cancer.Table["class"][0].Text);
        Assert.Equal(14.1273, Math.Round(Means(cancer)[0], 4));
    }

    [Fact]
    public void Digits()
    {
        var digits = DataSets.Digits();
        Assert.Equal(1797, digits.Table.Count);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Counts(digits));
        Assert.Equal([1, 8, 8], digits.Data.Columns[0].Shape);
        float[] pixels = digits.Data.Floats("image");
        Assert.Equal((0f, 1f), (pixels.Min(), pixels.Max()));
        Assert.Equal([0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0], pixels[..8]);
        Assert.Equal("5", digits.Table["pixel_0_2"][0].Text);
        Assert.Equal("0", digits.Table["class"][0].Text);
    }

    private static void Check(TableSet set, int[] counts, int features)
    {
        Assert.Equal(counts, Counts(set));
        Assert.Equal(counts.Sum(), set.Table.Count);
        Assert.Equal(features, set.FeatureNames.Count);
        Assert.Equal([.. set.FeatureNames, "class"], set.Table.Columns);
        Assert.Equal([features], set.Data.Columns[0].Shape);
        int[] labels = set.Data.Ints("label");
        Assert.All(Enumerable.Range(0, labels.Length), i => Assert.Equal(set.ClassNames[labels[i]], set.Table["class"][i].Text));
    }

    private static int[] Counts(TableSet set) => [.. set.Data.Ints("label").GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.Count())];

    private static double[] Means(TableSet set)
    {
        int width = set.FeatureNames.Count;
        float[] values = set.Data.Floats("features");
        return [.. Enumerable.Range(0, width).Select(f => values.Where((_, i) => i % width == f).Average(v => (double)v))];
    }
}
