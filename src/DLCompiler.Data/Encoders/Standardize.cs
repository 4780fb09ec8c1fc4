using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>(x − mean) / deviation, with the mean and the standard deviation (of the whole, not a sample) of the column.</summary>
/// <remarks>What does not vary is divided by 1, as scikit-learn's <c>StandardScaler</c> does.</remarks>
public sealed class Standardize : NumberEncoder
{
    internal const string Name = "standardize";

    private double _scale = double.NaN;

    /// <summary>The mean of the column.</summary>
    public double Mean { get; private set; }

    /// <summary>Its standard deviation, or 1 where that is 0.</summary>
    public double Deviation => _scale;

    /// <inheritdoc/>
    public override bool IsFitted => !double.IsNaN(_scale);

    private protected override string Kind => Name;

    internal static Standardize Load(EncoderState state) => new() { Mean = state.Number("mean"), _scale = state.Number("deviation") };

    private protected override void Fit(double[] values)
    {
        Mean = values.Average();
        double variance = values.Sum(v => (v - Mean) * (v - Mean)) / values.Length;

        // What rounding alone leaves of a constant column is no variation.
        double noise = values.Length * double.Epsilon + Math.Pow(values.Length * Mean * Math.Pow(2, -52), 2);
        _scale = variance <= noise ? 1 : Math.Sqrt(variance);
    }

    private protected override double Encode(double value) => (value - Mean) / _scale;

    private protected override double Decode(double code) => (code * _scale) + Mean;

    private protected override void Save(JsonObject state)
    {
        state["mean"] = Mean;
        state["deviation"] = _scale;
    }
}
