using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>A number for each category: 1 for the cell's own, 0 for the others.</summary>
/// <param name="unknown">What becomes of a category that the fitted rows did not have: an error, or zeros.</param>
public sealed class OneHot(Unknown unknown = Unknown.Refuse) : Encoder
{
    internal const string Name = "one-hot";

    private Categories? _categories;

    /// <summary>The categories, in the order of their numbers: ordinal by text.</summary>
    public IReadOnlyList<string> Categories => Fitted.Names;

    /// <inheritdoc/>
    public override int Width => Fitted.Names.Count;

    /// <inheritdoc/>
    public override bool IsFitted => _categories is not null;

    private protected override string Kind => Name;

    private Categories Fitted
    {
        get
        {
            CheckFitted();
            return _categories!;
        }
    }

    internal static OneHot Load(EncoderState state) =>
        new(state.Flag("ignores-unknown") ? Unknown.Ignore : Unknown.Refuse) { _categories = new Categories(state.Texts("categories")) };

    /// <inheritdoc/>
    public override void Fit(Column column) => _categories = Data.Categories.Of(column);

    /// <inheritdoc/>
    public override void Encode(Cell cell, Span<float> code)
    {
        int number = Fitted.NumberOf(cell, unknown);
        code.Clear();
        if (number >= 0) code[number] = 1;
    }

    /// <summary>The category with the greatest number, or null where none is above 0.</summary>
    public override string? Decode(ReadOnlySpan<float> code)
    {
        int best = 0;
        for (int i = 1; i < Width; i++)
        {
            if (code[i] > code[best]) best = i;
        }

        return code[best] > 0 ? Fitted.Names[best] : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names(string column) => [.. Fitted.Names.Select(c => $"{column}={c}")];

    private protected override void Save(JsonObject state)
    {
        state["ignores-unknown"] = unknown == Unknown.Ignore;
        state["categories"] = EncoderState.Array(Fitted.Names);
    }
}
