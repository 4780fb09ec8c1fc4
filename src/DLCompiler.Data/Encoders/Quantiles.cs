using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// The share of the column that is below the number, from 0 to 1, by straight lines between so many quantiles: outliers come no
/// further out than others.
/// </summary>
/// <remarks>
/// As scikit-learn's <c>QuantileTransformer</c> with a uniform distribution; a number that makes up a stretch of quantiles is in
/// the middle of it.
/// </remarks>
public sealed class Quantiles : NumberEncoder
{
    internal const string Name = "quantiles";

    private readonly int _count;
    private double[] _values = [];

    /// <param name="count">How many quantiles are kept: not more than the column has cells are used.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2.</exception>
    public Quantiles(int count = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        _count = count;
    }

    /// <inheritdoc/>
    public override bool IsFitted => _values.Length > 0;

    private protected override string Kind => Name;

    internal static Quantiles Load(EncoderState state)
    {
        double[] values = state.Numbers("values");
        if (values.Length == 0 || !values.Order().SequenceEqual(values)) throw EncoderState.Damaged("'values' do not ascend");
        return new Quantiles(Math.Max(2, values.Length)) { _values = values };
    }

    private protected override void Fit(double[] values)
    {
        Array.Sort(values);
        int count = Math.Min(_count, values.Length);
        _values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double at = count == 1 ? 0 : (double)i / (count - 1) * (values.Length - 1);
            int below = (int)at;
            double above = values[Math.Min(below + 1, values.Length - 1)];
            _values[i] = values[below] + ((above - values[below]) * (at - below));
        }
    }

    private protected override double Encode(double value)
    {
        if (value <= _values[0]) return 0;
        if (value >= _values[^1]) return 1;
        int first = CountWhile(v => v < value), last = CountWhile(v => v <= value) - 1;
        double steps = _values.Length - 1;
        if (first <= last) return (first + last) / (2 * steps);
        return (last + ((value - _values[last]) / (_values[first] - _values[last]))) / steps;
    }

    private protected override double Decode(double code)
    {
        double at = Math.Clamp(code, 0, 1) * (_values.Length - 1);
        int below = Math.Min((int)at, _values.Length - 1), above = Math.Min(below + 1, _values.Length - 1);
        return _values[below] + ((_values[above] - _values[below]) * (at - below));
    }

    private protected override void Save(JsonObject state) => state["values"] = EncoderState.Array(_values);

    /// <summary>How many of the first values, which ascend, are so.</summary>
    private int CountWhile(Func<double, bool> holds)
    {
        int low = 0, high = _values.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(_values[middle])) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
