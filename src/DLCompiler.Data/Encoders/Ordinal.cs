using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>The category's number, from 0: for categories with an order, and for the indices of an embedding.</summary>
public sealed class Ordinal : Encoder
{
    internal const string Name = "ordinal";

    private readonly Unknown _unknown;
    private readonly bool _isGiven;
    private Categories? _categories;

    /// <summary>Numbers categories in the ordinal order of their texts, which fitting finds.</summary>
    /// <param name="unknown">What becomes of a category that the fitted rows did not have: an error, or −1.</param>
    public Ordinal(Unknown unknown = Unknown.Refuse) => _unknown = unknown;

    /// <summary>Numbers categories as they are listed; fitting checks that there are no others.</summary>
    /// <param name="order">The categories: <c>["small", "medium", "large"]</c>.</param>
    /// <param name="unknown">What becomes of another category: an error, or −1.</param>
    /// <exception cref="ArgumentException">A category comes twice.</exception>
    public Ordinal(IEnumerable<string> order, Unknown unknown = Unknown.Refuse)
    {
        (_categories, _isGiven, _unknown) = (new Categories(order), true, unknown);
    }

    /// <summary>The categories, in the order of their numbers.</summary>
    public IReadOnlyList<string> Categories => Fitted.Names;

    /// <summary>1.</summary>
    public override int Width => 1;

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

    internal static Ordinal Load(EncoderState state) =>
        new(state.Texts("categories"), state.Flag("ignores-unknown") ? Unknown.Ignore : Unknown.Refuse);

    /// <inheritdoc/>
    public override void Fit(Column column)
    {
        if (!_isGiven) _categories = Data.Categories.Of(column);
        else if (_unknown == Unknown.Refuse) Fitted.Check(column);
    }

    /// <inheritdoc/>
    public override void Encode(Cell cell, Span<float> code) => code[0] = Number(cell);

    /// <summary>The number of a cell's category; −1 for an unknown one that may be.</summary>
    /// <inheritdoc cref="Encoder.Encode"/>
    public int Number(Cell cell) => Fitted.NumberOf(cell, _unknown);

    /// <summary>The numbers of a column's cells: labels, or indices of an embedding.</summary>
    /// <inheritdoc cref="Encoder.Encode"/>
    public int[] Numbers(Column column) => [.. Enumerable.Range(0, column.Count).Select(row => Number(column[row]))];

    /// <summary>The category of the nearest number, or null where there is none so low or high.</summary>
    public override string? Decode(ReadOnlySpan<float> code)
    {
        float nearest = MathF.Round(code[0]);
        return nearest >= 0 && nearest < Fitted.Names.Count ? Fitted.Names[(int)nearest] : null;
    }

    private protected override void Save(JsonObject state)
    {
        state["ignores-unknown"] = _unknown == Unknown.Ignore;
        state["categories"] = EncoderState.Array(Fitted.Names);
    }
}
