using System.Text;

namespace DLCompiler.Data;

/// <summary>How a file of comma-separated values is written.</summary>
public sealed record CsvOptions
{
    /// <summary>What is between two cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first row has the columns' names.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>
    /// The columns' names; null for those of the header, and where there is none for the columns' numbers from 0. Instead of a
    /// header, or in its place.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>What a cell says, beside nothing at all, that has no value.</summary>
    public IReadOnlyCollection<string> Missing { get; init; } = ["NA", "N/A", "NaN", "nan", "null", "?"];

    /// <summary>
    /// The text's encoding; null for UTF-8, or what the file's first bytes say (a byte order mark). Bytes that are none of its
    /// characters are an error.
    /// </summary>
    public Encoding? Encoding { get; init; }
}
