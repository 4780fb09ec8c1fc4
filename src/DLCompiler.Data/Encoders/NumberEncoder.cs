using System.Globalization;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>Encodes a cell that is a number as one number.</summary>
public abstract class NumberEncoder : Encoder
{
    private protected NumberEncoder()
    {
    }

    /// <summary>1.</summary>
    public override int Width => 1;

    /// <inheritdoc/>
    public override void Fit(Column column)
    {
        var values = new double[column.Count];
        for (int row = 0; row < values.Length; row++) values[row] = Value(column[row]);
        if (values.Length == 0) throw new DataException(column.Place, "has no cells to fit an encoder to");
        Fit(values);
    }

    /// <inheritdoc/>
    public override void Encode(Cell cell, Span<float> code)
    {
        CheckFitted();
        code[0] = (float)Encode(Value(cell));
    }

    /// <inheritdoc/>
    public override string? Decode(ReadOnlySpan<float> code)
    {
        CheckFitted();
        return ((float)Decode((double)code[0])).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A cell's number, with a decimal point whatever the machine's language.</summary>
    internal static double Value(Cell cell)
    {
        if (cell.Text is null) throw cell.Wrong("where a number is needed: fill it, or append OrMissing() to the encoder");
        return double.TryParse(cell.Text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
                ? value
                : throw cell.Wrong("is no finite number");
    }

    private protected abstract void Fit(double[] values);

    private protected abstract double Encode(double value);

    private protected abstract double Decode(double code);
}

/// <summary>The number as it is.</summary>
public sealed class AsNumber : NumberEncoder
{
    internal const string Name = "number";

    /// <inheritdoc/>
    public override bool IsFitted => true;

    private protected override string Kind => Name;

    private protected override void Fit(double[] values)
    {
    }

    private protected override double Encode(double value) => value;

    private protected override double Decode(double code) => code;

    private protected override void Save(JsonObject state)
    {
    }
}
