namespace DLCompiler;

/// <summary>An axis of a chart: from numbers to places, with ticks at round numbers.</summary>
internal sealed class ChartAxis
{
    private readonly bool _isLogarithmic;
    private readonly double _low;
    private readonly double _high;

    private ChartAxis(double low, double high, bool isLogarithmic, IReadOnlyList<double> ticks) =>
        (_low, _high, _isLogarithmic, Ticks) = (low, high, isLogarithmic, ticks);

    /// <summary>Where there are ticks.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Whether equal ways are equal factors.</summary>
    public bool IsLogarithmic => _isLogarithmic;

    /// <summary>An axis over all values, of which at least one is finite, to the round numbers around them.</summary>
    /// <param name="values">The values.</param>
    /// <param name="ticks">About how many ticks there are.</param>
    public static ChartAxis Around(IEnumerable<double> values, int ticks = 5)
    {
        const double ManyTimes = 60;
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.Min(), high = finite.Max();
        if (low > 0 && high / low > ManyTimes) return Logarithmic(low, high);
        if (low == high)
        {
            double margin = low == 0 ? 1 : Math.Abs(low) / 2;
            (low, high) = (low - margin, high + margin);
        }

        double step = Step((high - low) / ticks);
        double first = Math.Floor((low / step) + 1e-9), last = Math.Ceiling((high / step) - 1e-9);
        double[] at = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return new ChartAxis(at[0], at[^1], false, at);
    }

    /// <summary>An axis from one number to another, with ticks between them.</summary>
    public static ChartAxis Exactly(double low, double high, int ticks = 5, bool wholeNumbers = false)
    {
        if (low == high) (low, high) = (low - 0.5, high + 0.5);
        double step = Step((high - low) / ticks);
        if (wholeNumbers) step = Math.Max(1, step);
        double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9);
        double[] at = [.. Enumerable.Range(0, Math.Max(0, (int)(last - first) + 1)).Select(i => (first + i) * step)];
        return new ChartAxis(low, high, false, at);
    }

    /// <summary>Where a number is, from 0 to 1; NaN where it has no place.</summary>
    public double At(double value)
    {
        if (!_isLogarithmic) return (value - _low) / (_high - _low);
        return value > 0 ? Math.Log(value / _low) / Math.Log(_high / _low) : double.NaN;
    }

    /// <summary>1, 2 or 5 times a power of ten, not below a number.</summary>
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        double times = least / power;
        return power * (times <= 1.0001 ? 1 : times <= 2.0001 ? 2 : times <= 5.0001 ? 5 : 10);
    }

    private static ChartAxis Logarithmic(double low, double high)
    {
        const int MostTicks = 7;
        int first = (int)Math.Floor(Math.Log10(low) + 1e-9), last = (int)Math.Ceiling(Math.Log10(high) - 1e-9);
        int step = Math.Max(1, (int)Math.Ceiling((last - first) / (double)MostTicks));
        double[] at = [.. Enumerable.Range(0, last - first + 1).Where(i => i % step == 0).Select(i => Math.Pow(10, first + i))];
        return new ChartAxis(Math.Pow(10, first), Math.Pow(10, last), true, at);
    }
}
