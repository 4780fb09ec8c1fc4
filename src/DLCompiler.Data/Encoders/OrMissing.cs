using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>Another encoder's numbers, and one more that is 1 where the cell is missing: the others are 0 there.</summary>
internal sealed class OrMissing(Encoder encoder) : Encoder
{
    internal const string Name = "or-missing";

    public override int Width => encoder.Width + 1;

    public override bool IsFitted => encoder.IsFitted;

    private protected override string Kind => Name;

    /// <summary>Fits the encoder to the cells that are there.</summary>
    public override void Fit(Column column) => encoder.Fit(column.Present());

    public override void Encode(Cell cell, Span<float> code)
    {
        code.Clear();
        if (cell.IsMissing) code[^1] = 1;
        else encoder.Encode(cell, code[..^1]);
    }

    public override string? Decode(ReadOnlySpan<float> code) => code[^1] > 0.5f ? null : encoder.Decode(code[..^1]);

    public override IReadOnlyList<string> Names(string column) => [.. encoder.Names(column), $"{column} missing"];

    private protected override void Save(JsonObject state) => state["of"] = encoder.ToState();
}
