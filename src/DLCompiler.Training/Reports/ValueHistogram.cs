namespace DLCompiler;

/// <summary>How often values are in which interval.</summary>
/// <param name="Name">Whose values they are: a parameter's name.</param>
/// <param name="Edges">The ends of the intervals, ascending: one more than there are intervals.</param>
/// <param name="Counts">How many values are in each; the last interval has its upper end.</param>
public sealed record ValueHistogram(string Name, double[] Edges, long[] Counts)
{
    /// <summary>How many values are NaN or infinite, and so in no interval.</summary>
    public long NotFinite { get; init; }

    /// <summary>The mean of the values, which the counts do not tell; NaN where it is not known.</summary>
    public double Mean { get; init; } = double.NaN;

    /// <summary>Their standard deviation; NaN where it is not known.</summary>
    public double Deviation { get; init; } = double.NaN;

    /// <summary>Counts values in intervals of one width, from the lowest to the highest.</summary>
    /// <param name="name">Whose values they are.</param>
    /// <param name="values">The values, in any order.</param>
    /// <param name="bins">How many intervals.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    public static ValueHistogram Of(string name, ReadOnlySpan<float> values, int bins = 40)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double low = double.PositiveInfinity, high = double.NegativeInfinity, sum = 0;
        long finite = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            sum += value;
            finite++;
        }

        double mean = finite == 0 ? double.NaN : sum / finite;
        if (finite == 0) (low, high) = (0, 0);

        // Values that are all the same are in the middle of intervals around them.
        double margin = low == high ? Math.Max(Math.Abs(low), 1e-6) / 2 : 0;
        (low, high) = (low - margin, high + margin);
        var counts = new long[bins];
        double squares = 0, scale = bins / (high - low);
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            counts[Math.Min(bins - 1, (int)((value - low) * scale))]++;
            squares += (value - mean) * (value - mean);
        }

        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(i => low + ((high - low) * i / bins))];
        return new ValueHistogram(name, edges, counts)
        {
            NotFinite = values.Length - finite,
            Mean = mean,
            Deviation = finite == 0 ? double.NaN : Math.Sqrt(squares / finite),
        };
    }

    /// <summary>The weights of all parameters of a network, and of those that are trained the gradients of the last step.</summary>
    /// <param name="trainer">What trains the network.</param>
    /// <param name="bins">How many intervals each has.</param>
    /// <returns>By parameter: <c>First.weight</c>, then <c>First.weight (gradient)</c>.</returns>
    public static IReadOnlyList<ValueHistogram> OfAll(Trainer trainer, int bins = 40)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var store = trainer.Model.Store;
        var histograms = new List<ValueHistogram>();
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            var parameter = store.Parameters[i];
            histograms.Add(Of(parameter.Name, store.Span(i), bins));
            if (parameter.Trained) histograms.Add(Of(parameter.Name + " (gradient)", trainer.Gradient(parameter.Name), bins));
        }

        return histograms;
    }
}
