namespace DLCompiler;

/// <summary>
/// How often values are where, in TensorFlow's buckets, each a tenth broader than its neighbour nearer to 0
/// (tensorflow/core/lib/histogram/histogram.cc).
/// </summary>
internal sealed class SummaryHistogram
{
    private const double Smallest = 1e-12, Largest = 1e20, Growth = 1.1;

    private static readonly double[] Limits = MakeLimits();

    private double _minimum = double.MaxValue;
    private double _maximum = double.MinValue;
    private double _sum;
    private double _squares;
    private long _count;

    private SummaryHistogram()
    {
    }

    /// <summary>The upper limits of the buckets that are told: of empty ones in a row, the last stands for all.</summary>
    public List<double> Ends { get; } = [];

    /// <summary>How many values are in each.</summary>
    public List<double> Counts { get; } = [];

    /// <summary>Counts the values; those that are NaN or infinite have no place.</summary>
    public static SummaryHistogram Of(ReadOnlySpan<float> values)
    {
        var histogram = new SummaryHistogram();
        var counts = new long[Limits.Length];
        foreach (float value in values)
        {
            if (float.IsFinite(value)) counts[histogram.Add(value)]++;
        }

        for (int i = 0; i < counts.Length; i++)
        {
            bool isEmpty = counts[i] == 0;
            while (isEmpty && i + 1 < counts.Length && counts[i + 1] == 0) i++;
            histogram.Ends.Add(Limits[i]);
            histogram.Counts.Add(counts[i]);
        }

        return histogram;
    }

    /// <summary>The fields of a <c>HistogramProto</c> (tensorflow/core/framework/summary.proto).</summary>
    public void Write(MessageWriter message)
    {
        message.Double(1, _count == 0 ? 0 : _minimum);
        message.Double(2, _count == 0 ? 0 : _maximum);
        message.Double(3, _count);
        message.Double(4, _sum);
        message.Double(5, _squares);
        message.Doubles(6, Ends);
        message.Doubles(7, Counts);
    }

    /// <summary>Takes a value into the sums, and gives its bucket.</summary>
    private int Add(double value)
    {
        (_minimum, _maximum) = (Math.Min(_minimum, value), Math.Max(_maximum, value));
        _sum += value;
        _squares += value * value;
        _count++;

        // A value that is a limit belongs to the bucket above.
        int at = Array.BinarySearch(Limits, value);
        return at >= 0 ? at + 1 : ~at;
    }

    private static double[] MakeLimits()
    {
        var positive = new List<double>();
        for (double limit = Smallest; limit < Largest; limit *= Growth) positive.Add(limit);
        positive.Add(double.MaxValue);
        return [.. positive.Select(l => -l).Reverse(), 0, .. positive];
    }
}
