namespace DLCompiler;

/// <summary>
/// The area under the receiver operating characteristic: the chance that a positive sample scores higher than a negative one, where
/// equal scores count half. From ranks (Mann and Whitney 1947), as scikit-learn's <c>roc_auc_score</c>.
/// </summary>
/// <remarks>Keeps all scores: eight bytes a sample.</remarks>
public sealed class RocAuc : IMetric
{
    private readonly List<float> _positive = [], _negative = [];

    /// <inheritdoc/>
    public string Name => "ROC-AUC";

    /// <summary>Not a number while there is no positive or no negative sample.</summary>
    public double Value
    {
        get
        {
            if (_positive.Count == 0 || _negative.Count == 0) return double.NaN;
            float[] positive = [.. _positive.Order()], negative = [.. _negative.Order()];
            double below = 0;
            int less = 0, notAbove = 0;
            foreach (float score in positive)
            {
                while (less < negative.Length && negative[less] < score) less++;
                while (notAbove < negative.Length && negative[notAbove] <= score) notAbove++;
                below += (less + notAbove) / 2.0;
            }

            return below / positive.Length / negative.Length;
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="scores">[N], the higher the surer; logits or probabilities.</param>
    /// <param name="labels">[N], 1 for positive, 0 for negative.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a score is not a number.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is neither 0 nor 1.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (scores.Length != labels.Length)
            throw new ArgumentException($"{labels.Length} labels go with as many scores, not {scores.Length}.", nameof(scores));
        foreach (int label in labels) ClassScores.CheckClass(label, 2, nameof(labels));
        foreach (float score in scores)
        {
            if (float.IsNaN(score)) throw new ArgumentException("A score is not a number.", nameof(scores));
        }

        for (int i = 0; i < labels.Length; i++) (labels[i] == 1 ? _positive : _negative).Add(scores[i]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _positive.Clear();
        _negative.Clear();
    }
}
