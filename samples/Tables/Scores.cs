using System.Numerics.Tensors;

namespace DLCompiler.Samples;

/// <summary>How good a model is on rows that it has not seen.</summary>
/// <param name="Accuracy">The share of rows whose class has the highest score.</param>
/// <param name="LogLoss">
/// The mean of -log of the right class's probability, in nats. Where a table has so few rows that one of them is half a per cent,
/// this tells models apart that are wrong about the same rows: it counts how sure they were.
/// </param>
/// <param name="RocAuc">The mean of the areas under the curves of each class against the others.</param>
internal readonly record struct Scores(double Accuracy, double LogLoss, double RocAuc)
{
    /// <param name="logits">[rows, classes].</param>
    /// <param name="labels">[rows].</param>
    public static Scores Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int classes = logits.Length / labels.Length;
        var matrix = new ConfusionMatrix(classes);
        matrix.Add(logits, labels);
        var curves = Enumerable.Range(0, classes).Select(_ => new RocAuc()).ToArray();
        var probabilities = new float[classes];
        double loss = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            TensorPrimitives.SoftMax(logits.Slice(row * classes, classes), probabilities);
            loss -= Math.Log(Math.Max(probabilities[labels[row]], float.Epsilon));
            for (int c = 0; c < classes; c++) curves[c].Add([probabilities[c]], [labels[row] == c ? 1 : 0]);
        }

        return new Scores(matrix.Accuracy, loss / labels.Length, curves.Average(c => c.Value));
    }

    /// <summary>The mean over folds.</summary>
    public static Scores Mean(IReadOnlyCollection<Scores> folds) =>
        new(folds.Average(f => f.Accuracy), folds.Average(f => f.LogLoss), folds.Average(f => f.RocAuc));
}
