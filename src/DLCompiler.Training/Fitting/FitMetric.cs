namespace DLCompiler;

/// <summary>A metric, and which results and labels it is of.</summary>
public sealed class FitMetric
{
    private readonly Action<IBatch, BatchResults> _add;

    private FitMetric(IMetric metric, Action<IBatch, BatchResults> add) => (Metric, _add) = (metric, add);

    /// <summary>The metric; after a run, it is that of the last epoch.</summary>
    public IMetric Metric { get; }

    /// <summary>Any metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="add">Adds what the network has predicted for a batch.</param>
    public static FitMetric Of<T>(T metric, Action<T, IBatch, BatchResults> add)
        where T : IMetric
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(add);
        return new FitMetric(metric, (batch, results) => add(metric, batch, results));
    }

    /// <summary>How often the class with the highest score is right, with all that a confusion matrix tells.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="scores">The result with a score a class; null for the network's first.</param>
    public static FitMetric Accuracy(int classes, string label = "label", string? scores = null) =>
        Accuracy(new ConfusionMatrix(classes), label, scores);

    /// <inheritdoc cref="Accuracy(int, string, string?)"/>
    /// <param name="matrix">Where the predictions are counted.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="scores">The result with a score a class; null for the network's first.</param>
    public static FitMetric Accuracy(ConfusionMatrix matrix, string label = "label", string? scores = null) =>
        Of(matrix, (m, batch, results) => m.Add(results.Floats(scores ?? results.Names[0]), batch.Ints(label)));

    /// <summary>How often the right class is among those with the highest scores.</summary>
    /// <param name="count">How many count.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="label">The column of labels.</param>
    /// <param name="scores">The result with a score a class; null for the network's first.</param>
    public static FitMetric TopK(int count, int classes, string label = "label", string? scores = null) =>
        Of(new TopK(count, classes), (m, batch, results) => m.Add(results.Floats(scores ?? results.Names[0]), batch.Ints(label)));

    /// <summary>The mean absolute error, with the other errors that the metric tells.</summary>
    /// <param name="target">The column with what is right.</param>
    /// <param name="prediction">The result; null for the network's first.</param>
    public static FitMetric MeanAbsoluteError(string target, string? prediction = null) =>
        Of(new RegressionErrors(), (m, batch, results) =>
            m.Add(results.Floats(prediction ?? results.Names[0]), batch.Floats(target)));

    internal void Add(IBatch batch, BatchResults results) => _add(batch, results);
}
