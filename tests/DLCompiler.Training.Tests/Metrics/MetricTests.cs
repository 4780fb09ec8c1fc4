using System.Text.Json;
using System.Text.Json.Nodes;

namespace DLCompiler.Training.Tests.Metrics;

/// <summary>Each metric against scikit-learn's number, in one batch and in several.</summary>
public class MetricTests
{
    private const int Digits = 12;

    private static readonly JsonNode Fixture = JsonNode.Parse(
        typeof(MetricTests).Assembly.GetManifestResourceStream("metrics.json")!)!;

    public static TheoryData<int> Classes => [.. Enumerable.Range(0, Fixture["classes"]!.AsArray().Count)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Confusion_matrix(int index)
    {
        var @case = Fixture["classes"]![index]!;
        int classes = (int)@case["classes"]!;
        var matrix = new ConfusionMatrix(classes);
        InBatches(@case, classes, matrix.Add);
        long[] expected = Read<long>(@case["confusion"]!);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], matrix[i / classes, i % classes]);
        Assert.Equal((double)@case["accuracy"]!, matrix.Value, Digits);
        for (int label = 0; label < classes; label++)
        {
            Assert.Equal(Read<double>(@case["precisions"]!)[label], matrix.Precision(label), Digits);
            Assert.Equal(Read<double>(@case["recalls"]!)[label], matrix.Recall(label), Digits);
            Assert.Equal(Read<double>(@case["f1s"]!)[label], matrix.F1(label), Digits);
        }

        foreach (var average in Enum.GetValues<Average>())
        {
            double[] averaged = Read<double>(@case[$"{average}".ToLowerInvariant()]!);
            double[] actual = [matrix.Precision(average), matrix.Recall(average), matrix.F1(average)];
            for (int i = 0; i < actual.Length; i++) Assert.Equal(averaged[i], actual[i], Digits);
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Top_k(int index)
    {
        var @case = Fixture["classes"]![index]!;
        int classes = (int)@case["classes"]!;
        double[] expected = Read<double>(@case["top"]!);
        for (int k = 1; k <= expected.Length; k++)
        {
            var metric = new TopK(k, classes);
            InBatches(@case, classes, metric.Add);
            Assert.Equal(expected[k - 1], metric.Value, Digits);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Roc_auc(int index)
    {
        var @case = Fixture["binary"]![index]!;
        var metric = new RocAuc();
        InBatches(@case, 1, metric.Add);
        Assert.Equal((double)@case["auc"]!, metric.Value, Digits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Regression(int index)
    {
        var @case = Fixture["regression"]![index]!;
        var metric = new RegressionErrors();
        float[] predicted = Read<float>(@case["predicted"]!), actual = Read<float>(@case["actual"]!);
        metric.Add(predicted.AsSpan(0, 7), actual.AsSpan(0, 7));
        metric.Add(predicted.AsSpan(7), actual.AsSpan(7));
        Assert.Equal((double)@case["mae"]!, metric.MeanAbsolute, Digits);
        Assert.Equal((double)@case["rmse"]!, metric.RootMeanSquare, Digits);
        Assert.Equal((double)@case["r2"]!, metric.R2, Digits);
    }

    [Fact]
    public void Perplexity_weighs_batches_by_their_tokens()
    {
        var metric = new Perplexity();
        metric.Add(Math.Log(4), 30);
        metric.Add(Math.Log(2), 10);
        metric.Add(double.NaN, 0);
        Assert.Equal(Math.Pow(4, 0.75) * Math.Pow(2, 0.25), metric.Value, Digits);
    }

    [Fact]
    public void Nothing_has_no_value()
    {
        IMetric[] metrics = [new ConfusionMatrix(2), new TopK(1, 2), new RocAuc(), new RegressionErrors(), new Perplexity()];
        Assert.All(metrics, metric => Assert.Equal(double.NaN, metric.Value));
        Assert.Equal(double.NaN, new ConfusionMatrix(2).F1());
        Assert.Equal(double.NaN, new RegressionErrors().R2);
    }

    [Fact]
    public void Reset_begins_anew()
    {
        var matrix = new ConfusionMatrix(2);
        matrix.Add(predicted: 0, label: 1);
        matrix.Reset();
        matrix.Add(predicted: 1, label: 1);
        Assert.Equal((1, 1), (matrix.Count, matrix.Accuracy));
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Assert.Throws<ArgumentException>("scores", () => new ConfusionMatrix(3).Add([1f, 2f], [0]));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => new TopK(1, 2).Add([1f, 2f], [2]));
        Assert.Throws<ArgumentException>("scores", () => new RocAuc().Add([float.NaN], [1]));
        Assert.Throws<ArgumentException>("predicted", () => new RegressionErrors().Add([1f], []));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => new TopK(3, 2));
    }

    /// <summary>A score that is not a number is never the best, and never among the best.</summary>
    [Fact]
    public void Scores_that_are_no_numbers_are_wrong()
    {
        var matrix = new ConfusionMatrix(3);
        matrix.Add([float.NaN, 1, 2], [0]);
        Assert.Equal(1, matrix[0, 2]);
        var top = new TopK(2, 3);
        top.Add([float.NaN, 1, 2], [0]);
        Assert.Equal(0, top.Value);
    }

    [Fact]
    public void Tables_have_a_row_for_each_class()
    {
        var matrix = new ConfusionMatrix(2);
        for (int i = 0; i < 12; i++) matrix.Add(predicted: 1, label: 0);
        Assert.Equal("     0  1\n  0  0 12\n  1  0  0", matrix.ToString());
    }

    private delegate void Adder(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels);

    private static void InBatches(JsonNode @case, int width, Adder add)
    {
        const int First = 11;
        float[] scores = Read<float>(@case["scores"]!);
        int[] labels = Read<int>(@case["labels"]!);
        add(scores.AsSpan(0, First * width), labels.AsSpan(0, First));
        add(scores.AsSpan(First * width), labels.AsSpan(First));
    }

    private static T[] Read<T>(JsonNode node) => node.Deserialize<T[]>()!;
}
