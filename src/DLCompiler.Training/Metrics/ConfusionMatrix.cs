using System.Globalization;
using System.Text;

namespace DLCompiler;

/// <summary>How the numbers of several classes become one.</summary>
public enum Average
{
    /// <summary>Their mean: every class counts the same.</summary>
    Macro,

    /// <summary>Their mean, where a class counts as often as it is a label.</summary>
    Weighted,

    /// <summary>The number of all decisions together; for one label a sample, that is the accuracy.</summary>
    Micro,
}

/// <summary>
/// How often which class was predicted for which: the source of accuracy, precision, recall and F1.
/// </summary>
/// <remarks>
/// Definitions as scikit-learn's <c>precision_recall_fscore_support</c> has them: a quotient whose divisor is 0 is 0, and classes that
/// are neither labels nor predictions are left out of averages.
/// </remarks>
public sealed class ConfusionMatrix : IMetric
{
    private readonly long[] _counts;

    /// <param name="classes">How many classes there are.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is below 2.</exception>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        _counts = new long[classes * classes];
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>How many samples were added.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public string Name => "accuracy";

    /// <summary>The accuracy.</summary>
    public double Value => Accuracy;

    /// <summary>The share of samples whose class was predicted; not a number while there are none.</summary>
    public double Accuracy => Count == 0 ? double.NaN : (double)Right() / Count;

    /// <summary>How often a class was predicted for samples of a class.</summary>
    public long this[int actual, int predicted]
    {
        get
        {
            ClassScores.CheckClass(actual, Classes, nameof(actual));
            ClassScores.CheckClass(predicted, Classes, nameof(predicted));
            return _counts[actual * Classes + predicted];
        }
    }

    /// <summary>Adds a batch, whose predictions are the classes with the highest scores.</summary>
    /// <param name="scores">[N, classes], logits or probabilities.</param>
    /// <param name="labels">[N], from 0 on.</param>
    /// <exception cref="ArgumentException">The lengths do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        ClassScores.Check(scores, labels, Classes);
        for (int i = 0; i < labels.Length; i++)
            _counts[labels[i] * Classes + ClassScores.Best(scores.Slice(i * Classes, Classes))]++;
        Count += labels.Length;
    }

    /// <summary>Adds a sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is no class.</exception>
    public void Add(int predicted, int label)
    {
        ClassScores.CheckClass(predicted, Classes, nameof(predicted));
        ClassScores.CheckClass(label, Classes, nameof(label));
        _counts[label * Classes + predicted]++;
        Count++;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The share of the predictions of a class that are right.</summary>
    public double Precision(int label) => Quotient(this[label, label], Predicted(label));

    /// <summary>The share of the samples of a class that are found.</summary>
    public double Recall(int label) => Quotient(this[label, label], Support(label));

    /// <summary>The harmonic mean of a class's precision and recall.</summary>
    public double F1(int label) => Quotient(2 * this[label, label], Predicted(label) + Support(label));

    /// <summary>The precision of all classes.</summary>
    public double Precision(Average average = Average.Macro) => Averaged(Precision, average);

    /// <summary>The recall of all classes.</summary>
    public double Recall(Average average = Average.Macro) => Averaged(Recall, average);

    /// <summary>F1 of all classes.</summary>
    public double F1(Average average = Average.Macro) => Averaged(F1, average);

    /// <summary>How many samples a class has.</summary>
    public long Support(int label)
    {
        ClassScores.CheckClass(label, Classes, nameof(label));
        long sum = 0;
        for (int predicted = 0; predicted < Classes; predicted++) sum += _counts[label * Classes + predicted];
        return sum;
    }

    /// <summary>A table: a row for each class, a column for each prediction.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        int width = Math.Max(_counts.Max(), Classes - 1).ToString(CultureInfo.InvariantCulture).Length + 1;
        string Cell(long value) => value.ToString(CultureInfo.InvariantCulture).PadLeft(width);
        text.Append(' ', width);
        for (int predicted = 0; predicted < Classes; predicted++) text.Append(Cell(predicted));
        for (int actual = 0; actual < Classes; actual++)
        {
            text.Append('\n').Append(Cell(actual));
            for (int predicted = 0; predicted < Classes; predicted++) text.Append(Cell(this[actual, predicted]));
        }

        return text.ToString();
    }

    private static double Quotient(long dividend, long divisor) => divisor == 0 ? 0 : (double)dividend / divisor;

    private long Predicted(int label)
    {
        long sum = 0;
        for (int actual = 0; actual < Classes; actual++) sum += _counts[actual * Classes + label];
        return sum;
    }

    private long Right()
    {
        long sum = 0;
        for (int label = 0; label < Classes; label++) sum += _counts[label * Classes + label];
        return sum;
    }

    private double Averaged(Func<int, double> ofClass, Average average)
    {
        if (Count == 0) return double.NaN;
        if (average == Average.Micro) return Accuracy;
        double sum = 0, weights = 0;
        for (int label = 0; label < Classes; label++)
        {
            long support = Support(label);
            if (support == 0 && Predicted(label) == 0) continue;
            double weight = average == Average.Weighted ? support : 1;
            sum += weight * ofClass(label);
            weights += weight;
        }

        return sum / weights;
    }
}
