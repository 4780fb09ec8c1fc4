using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// Turns the cells of one column into numbers. It is fitted once, on the rows that train, and then gives the same numbers for the
/// same cells wherever it is used; <see cref="TableEncoder"/> saves it.
/// </summary>
public abstract class Encoder
{
    private protected Encoder()
    {
    }

    /// <summary>The numbers that a cell becomes.</summary>
    /// <exception cref="InvalidOperationException">That depends on the data, and the encoder is not fitted.</exception>
    public abstract int Width { get; }

    /// <summary>Whether <see cref="Fit"/> has been called, or is not needed.</summary>
    public abstract bool IsFitted { get; }

    /// <summary>Takes from a column what the numbers depend on: a mean, categories.</summary>
    /// <param name="column">Cells of rows that train: of no others.</param>
    /// <exception cref="DataException">A cell is none that this encoder takes.</exception>
    public abstract void Fit(Column column);

    /// <summary>Encodes a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="code">Receives <see cref="Width"/> numbers.</param>
    /// <exception cref="DataException">The cell is none that this encoder takes.</exception>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    public abstract void Encode(Cell cell, Span<float> code);

    /// <summary>The cell that has this code, as text; of numbers, to the precision of single-precision floats.</summary>
    /// <param name="code"><see cref="Width"/> numbers, such as a network gives: not always exactly those of a cell.</param>
    /// <exception cref="NotSupportedException">The encoding cannot be undone.</exception>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    public abstract string? Decode(ReadOnlySpan<float> code);

    /// <summary>What each number of a code is called.</summary>
    /// <param name="column">The column's name.</param>
    public virtual IReadOnlyList<string> Names(string column) =>
        Width == 1 ? [column] : [.. Enumerable.Range(0, Width).Select(i => $"{column}[{i}]")];

    /// <summary>The same, and for a cell that is missing zeros, with one more number that is 1 there and else 0.</summary>
    public Encoder OrMissing() => new OrMissing(this);

    /// <summary>The word for the kind of encoder in its saved form.</summary>
    private protected abstract string Kind { get; }

    /// <summary>Adds to its saved form what makes it what it is.</summary>
    private protected abstract void Save(JsonObject state);

    /// <summary>Throws unless the encoder is fitted.</summary>
    private protected void CheckFitted()
    {
        if (!IsFitted) throw new InvalidOperationException($"The encoder ({Kind}) is used before Fit.");
    }

    internal JsonObject ToState()
    {
        CheckFitted();
        var state = new JsonObject { ["kind"] = Kind };
        Save(state);
        return state;
    }

    internal static Encoder FromState(JsonNode? node)
    {
        var state = new EncoderState(node);
        return state.Text("kind") switch
        {
            Standardize.Name => Standardize.Load(state),
            MinMax.Name => MinMax.Load(state),
            Quantiles.Name => Quantiles.Load(state),
            AsNumber.Name => new AsNumber(),
            OneHot.Name => OneHot.Load(state),
            Ordinal.Name => Ordinal.Load(state),
            Hashed.Name => Hashed.Load(state),
            DateCycles.Name => DateCycles.Load(state),
            Data.OrMissing.Name => new OrMissing(FromState(state["of"])),
            var kind => throw EncoderState.Damaged($"'{kind}' is no encoder"),
        };
    }
}
