namespace DLCompiler.Data;

/// <summary>Data that cannot be read or encoded; the message says in which file, row and column.</summary>
public sealed class DataException : Exception
{
    /// <param name="place">Where.</param>
    /// <param name="problem">What is wrong, and what would be right.</param>
    /// <param name="cause">What failed.</param>
    public DataException(DataPlace place, string problem, Exception? cause = null)
        : base(place.ToString() is { Length: > 0 } text ? $"{text}: {problem}" : problem, cause) =>
        Place = place;

    /// <summary>Where the data is wrong.</summary>
    public DataPlace Place { get; }
}

/// <summary>A place in data.</summary>
/// <param name="File">The file's name, or what stands for it; null where there is none.</param>
/// <param name="Row">The line of the file, from 1; for data without a file the row, from 1; 0 for all of it.</param>
/// <param name="Column">The column's name; null for all of them.</param>
public readonly record struct DataPlace(string? File = null, int Row = 0, string? Column = null)
{
    /// <summary><c>people.csv, row 17, column 'age'</c>.</summary>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (File is not null) yield return File;
        if (Row > 0) yield return $"row {Row}";
        if (Column is not null) yield return $"column '{Column}'";
    }
}
