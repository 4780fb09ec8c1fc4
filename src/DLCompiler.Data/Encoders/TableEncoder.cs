using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>Turns rows of a table into rows of numbers: the codes of the columns that are added, side by side.</summary>
/// <example>
/// <code>
/// var encoder = new TableEncoder
/// {
///     { "age", new Standardize().OrMissing() },
///     { "job", new OneHot() },
/// };
/// encoder.Fit(table.Rows(training));
/// float[] x = encoder.Encode(table);   // [rows, encoder.Width]
/// </code>
/// </example>
public sealed class TableEncoder : IEnumerable<KeyValuePair<string, Encoder>>
{
    private readonly List<KeyValuePair<string, Encoder>> _columns = [];

    /// <summary>The numbers that a row becomes.</summary>
    /// <exception cref="InvalidOperationException">An encoder whose width depends on the data is not fitted.</exception>
    public int Width => _columns.Sum(c => c.Value.Width);

    /// <summary>Whether all encoders are fitted.</summary>
    public bool IsFitted => _columns.All(c => c.Value.IsFitted);

    /// <summary>What each number of a row is called.</summary>
    public IReadOnlyList<string> Names => [.. _columns.SelectMany(c => c.Value.Names(c.Key))];

    /// <summary>Adds a column. A column can be added more than once, with different encoders.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="encoder">What turns it into numbers: one for this column alone.</param>
    /// <exception cref="ArgumentException">The encoder is another column's.</exception>
    public void Add(string column, Encoder encoder)
    {
        if (_columns.Any(c => ReferenceEquals(c.Value, encoder)))
            throw new ArgumentException($"Column '{column}' needs an encoder of its own.", nameof(encoder));
        _columns.Add(new(column, encoder));
    }

    /// <summary>Adds columns that are encoded alike.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="encoder">Makes an encoder for each.</param>
    public void Add(IEnumerable<string> columns, Func<Encoder> encoder)
    {
        foreach (string column in columns) Add(column, encoder());
    }

    /// <summary>Fits all encoders.</summary>
    /// <param name="training">The rows that train: with others, what a test is to find out would be known beforehand.</param>
    /// <exception cref="DataException">A cell is none that its encoder takes.</exception>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    public void Fit(Table training)
    {
        if (training.Count == 0) throw new DataException(new DataPlace(training.Source), "has no rows to fit encoders to");
        foreach (var (column, encoder) in _columns) encoder.Fit(training[column]);
    }

    /// <summary>Encodes all rows.</summary>
    /// <param name="table">The rows.</param>
    /// <returns>[rows, <see cref="Width"/>].</returns>
    /// <exception cref="DataException">A cell is none that its encoder takes.</exception>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="InvalidOperationException">An encoder is not fitted.</exception>
    public float[] Encode(Table table)
    {
        int width = Width;
        var codes = new float[table.Count * width];
        int at = 0;
        foreach (var (name, encoder) in _columns)
        {
            var column = table[name];
            for (int row = 0; row < table.Count; row++) encoder.Encode(column[row], codes.AsSpan((row * width) + at, encoder.Width));
            at += encoder.Width;
        }

        return codes;
    }

    /// <summary>The cells of a row by its numbers, in the order of the columns; null for a cell that is missing.</summary>
    /// <param name="row"><see cref="Width"/> numbers.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers.</exception>
    /// <exception cref="NotSupportedException">The encoding of a column cannot be undone.</exception>
    public IReadOnlyList<string?> Decode(ReadOnlySpan<float> row)
    {
        if (row.Length != Width) throw new ArgumentException($"A row has {Width} numbers, not {row.Length}.", nameof(row));
        var cells = new string?[_columns.Count];
        int at = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            var encoder = _columns[i].Value;
            cells[i] = encoder.Decode(row.Slice(at, encoder.Width));
            at += encoder.Width;
        }

        return cells;
    }

    /// <summary>The fitted encoders as JSON, to be kept with the weights.</summary>
    /// <exception cref="InvalidOperationException">An encoder is not fitted.</exception>
    public string ToJson()
    {
        var columns = new JsonArray();
        foreach (var (column, encoder) in _columns)
        {
            var state = encoder.ToState();
            state["column"] = column;
            columns.Add((JsonNode)state);
        }

        return new JsonObject { ["columns"] = columns }.ToJsonString();
    }

    /// <summary>Encoders that give the same numbers as those that were saved.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <exception cref="DataException">It is damaged; the message says where.</exception>
    public static TableEncoder FromJson(string json)
    {
        try
        {
            if (JsonNode.Parse(json)?["columns"] is not JsonArray columns) throw EncoderState.Damaged("'columns' is missing");
            var encoder = new TableEncoder();
            foreach (var column in columns) encoder.Add(new EncoderState(column).Text("column"), Encoder.FromState(column));
            return encoder;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw EncoderState.Damaged(e.Message, e);
        }
    }

    /// <summary>The columns with their encoders.</summary>
    public IEnumerator<KeyValuePair<string, Encoder>> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
