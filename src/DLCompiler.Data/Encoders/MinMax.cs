using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>(x − least) / (greatest − least): from 0 to 1 in the rows that were fitted, beyond in others.</summary>
/// <remarks>What does not vary is divided by 1, as scikit-learn's <c>MinMaxScaler</c> does.</remarks>
public sealed class MinMax : NumberEncoder
{
    internal const string Name = "min-max";

    private double _range = double.NaN;

    /// <summary>The least number of the column.</summary>
    public double Least { get; private set; }

    /// <inheritdoc/>
    public override bool IsFitted => !double.IsNaN(_range);

    private protected override string Kind => Name;

    internal static MinMax Load(EncoderState state) => new() { Least = state.Number("least"), _range = state.Number("range") };

    private protected override void Fit(double[] values)
    {
        Least = values.Min();
        _range = values.Max() - Least;
        if (_range == 0) _range = 1;
    }

    private protected override double Encode(double value) => (value - Least) / _range;

    private protected override double Decode(double code) => (code * _range) + Least;

    private protected override void Save(JsonObject state)
    {
        state["least"] = Least;
        state["range"] = _range;
    }
}
