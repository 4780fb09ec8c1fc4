namespace DLCompiler;

/// <summary>Rows of scores, one for each class, and the labels that go with them.</summary>
internal static class ClassScores
{
    /// <summary>Checks that scores are rows of so many classes, a row for each label, and labels are classes.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes)
    {
        if (scores.Length != (long)labels.Length * classes)
        {
            throw new ArgumentException(
                $"{labels.Length} labels of {classes} classes go with {(long)labels.Length * classes} scores, not {scores.Length}.",
                nameof(scores));
        }

        foreach (int label in labels) CheckClass(label, classes, nameof(labels));
    }

    /// <summary>Checks that a label is a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static void CheckClass(int label, int classes, string argument)
    {
        if ((uint)label >= (uint)classes)
            throw new ArgumentOutOfRangeException(argument, label, $"A label is from 0 to {classes - 1}.");
    }

    /// <summary>The class with the highest score, the first of equal ones.</summary>
    public static int Best(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] > row[best] || float.IsNaN(row[best])) best = i;
        }

        return best;
    }
}
