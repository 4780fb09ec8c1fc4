using System.Text;

namespace DLCompiler.Data;

/// <summary>
/// Rows of named cells, as text: nothing is guessed about what they mean. Encoders turn columns into numbers.
/// </summary>
public sealed class Table
{
    private readonly string?[][] _rows;
    private readonly int[] _places;
    private readonly Dictionary<string, int> _indices;

    internal Table(string? source, IReadOnlyList<string> columns, IReadOnlyList<string?[]> rows, IReadOnlyList<int> places)
    {
        (Source, Columns) = (source, columns);
        (_rows, _places) = ([.. rows], [.. places]);
        _indices = new(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            if (!_indices.TryAdd(columns[i], i))
                throw new DataException(new DataPlace(source, 0, columns[i]), "two columns have this name");
        }
    }

    /// <summary>The file that the table was read from; null for none.</summary>
    public string? Source { get; }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Count => _rows.Length;

    /// <summary>A column.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public Column this[string column] => new(this, IndexOf(column));

    /// <summary>Reads a file of comma-separated values.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written; null for a header, commas and UTF-8.</param>
    /// <exception cref="DataException">The file is missing, cannot be read, or a row is damaged; it says which.</exception>
    public static Table Read(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        string source = Path.GetFileName(path);
        try
        {
            using var stream = File.OpenRead(path);
            return CsvTable.Read(stream, source, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException(new DataPlace(path), $"cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Reads comma-separated values from text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">How it is written; null for a header and commas.</param>
    /// <exception cref="DataException">A row is damaged; it says which.</exception>
    public static Table Parse(string text, CsvOptions? options = null) =>
        CsvTable.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), null, (options ?? new CsvOptions()) with { Encoding = null });

    /// <summary>Makes a table of cells.</summary>
    /// <param name="columns">The names.</param>
    /// <param name="rows">The cells of each row, a missing one null.</param>
    /// <exception cref="DataException">A row has more or fewer cells than there are columns, or two columns have one name.</exception>
    public static Table Of(IEnumerable<string> columns, IEnumerable<IReadOnlyList<string?>> rows)
    {
        string[] names = [.. columns];
        var cells = new List<string?[]>();
        foreach (var row in rows)
        {
            if (row.Count != names.Length)
                throw new DataException(new DataPlace(null, cells.Count + 1), $"has {row.Count} cells where there are {names.Length} columns");
            cells.Add([.. row]);
        }

        return new Table(null, names, cells, [.. Enumerable.Range(1, cells.Count)]);
    }

    /// <summary>The table of some of the rows, in the order given; a row may come more than once.</summary>
    /// <param name="rows">Indices of rows, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Rows(IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        foreach (int row in chosen)
        {
            if ((uint)row >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The table has rows 0 to {Count - 1}.");
        }

        return new Table(Source, Columns, [.. chosen.Select(r => _rows[r])], [.. chosen.Select(r => _places[r])]);
    }

    /// <inheritdoc cref="Rows(IEnumerable{int})"/>
    public Table Rows(Range rows)
    {
        var (offset, length) = rows.GetOffsetAndLength(Count);
        return Rows(Enumerable.Range(offset, length));
    }

    internal int IndexOf(string column) => _indices.TryGetValue(column, out int index)
        ? index
        : throw new ArgumentException(
            $"There is no column '{column}' in {Source ?? "the table"}; there are {string.Join(", ", Columns.Select(c => $"'{c}'"))}.",
            nameof(column));

    internal Cell CellAt(int row, int column) =>
        new(_rows[row][column], new DataPlace(Source, _places[row], Columns[column]));
}

/// <summary>A column of a table.</summary>
public readonly struct Column
{
    private readonly Table _table;
    private readonly int _index;

    internal Column(Table table, int index) => (_table, _index) = (table, index);

    /// <summary>Its name.</summary>
    public string Name => _table.Columns[_index];

    /// <summary>The number of cells.</summary>
    public int Count => _table.Count;

    /// <summary>Where it is, for messages.</summary>
    public DataPlace Place => new(_table.Source, 0, Name);

    /// <summary>The cell of a row, from 0.</summary>
    public Cell this[int row] => _table.CellAt(row, _index);

    /// <summary>The column without the rows in which it is missing.</summary>
    internal Column Present()
    {
        var column = this;
        return new Column(_table.Rows(Enumerable.Range(0, Count).Where(row => !column[row].IsMissing)), _index);
    }
}

/// <summary>A cell, and where it is.</summary>
/// <param name="Text">What it says; null where it is missing.</param>
/// <param name="Place">Where it is, for messages.</param>
public readonly record struct Cell(string? Text, DataPlace Place)
{
    /// <summary>Whether nothing is there.</summary>
    public bool IsMissing => Text is null;

    /// <summary>An exception about this cell.</summary>
    internal DataException Wrong(string problem) =>
        new(Place, Text is null ? $"the cell is missing, {problem}" : $"'{Shortened(Text)}' {problem}");

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..37] + "...";
}
