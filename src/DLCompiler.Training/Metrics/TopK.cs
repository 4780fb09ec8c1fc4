namespace DLCompiler;

/// <summary>The share of samples whose class is among the k with the highest scores.</summary>
/// <remarks>Of classes with equal scores, the one with the higher number ranks first, as in scikit-learn's <c>top_k_accuracy_score</c>.</remarks>
public sealed class TopK : IMetric
{
    private readonly int _classes, _k;
    private long _right, _count;

    /// <param name="k">How many classes a sample may have.</param>
    /// <param name="classes">How many there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classes"/> is below 2, or <paramref name="k"/> not from 1 to the number of classes.
    /// </exception>
    public TopK(int k, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, classes);
        (_k, _classes) = (k, classes);
    }

    /// <inheritdoc/>
    public string Name => $"top-{_k} accuracy";

    /// <inheritdoc/>
    public double Value => _count == 0 ? double.NaN : (double)_right / _count;

    /// <summary>Adds a batch.</summary>
    /// <param name="scores">[N, classes], logits or probabilities.</param>
    /// <param name="labels">[N], from 0 on.</param>
    /// <exception cref="ArgumentException">The lengths do not go together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        ClassScores.Check(scores, labels, _classes);
        for (int i = 0; i < labels.Length; i++)
        {
            var row = scores.Slice(i * _classes, _classes);
            int better = 0;
            for (int j = 0; j < row.Length; j++)
            {
                bool ranksFirst = row[j] > row[labels[i]] || row[j] == row[labels[i]] && j > labels[i];
                if (ranksFirst || float.IsNaN(row[labels[i]]) && j != labels[i]) better++;
            }

            if (better < _k) _right++;
        }

        _count += labels.Length;
    }

    /// <inheritdoc/>
    public void Reset() => (_right, _count) = (0, 0);
}
