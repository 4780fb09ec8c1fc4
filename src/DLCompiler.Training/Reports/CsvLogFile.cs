using System.Globalization;
using System.Text;
using CsvHelper;

namespace DLCompiler;

/// <summary>A file of lines that begin with a number that grows, open for more of them.</summary>
internal sealed class CsvLogFile : IDisposable
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    private readonly CsvWriter _writer;

    private CsvLogFile(CsvWriter writer) => _writer = writer;

    /// <summary>Opens a file: the lines that it has up to a number stay, the others go.</summary>
    /// <exception cref="InvalidDataException">It has other columns.</exception>
    public static CsvLogFile Open(string path, string[] columns, long last)
    {
        var kept = last > 0 && File.Exists(path) ? Read(path, columns, last) : [];
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);

        // What is kept is written beside the file first: it is there whole, whatever happens meanwhile.
        string beside = path + ".tmp";
        using (var writer = CsvWriter.ToFile(beside, Options))
        {
            writer.WriteRecord(columns);
            foreach (string[] row in kept) writer.WriteRecord(row);
        }

        File.Move(beside, path, overwrite: true);
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        return new CsvLogFile(CsvWriter.Create(stream, Options));
    }

    /// <summary>Writes a line to the disk.</summary>
    /// <param name="number">Its first cell.</param>
    /// <param name="others">Writes the other cells.</param>
    public void Write(long number, Action<CsvWriter> others)
    {
        _writer.WriteField(number);
        others(_writer);
        _writer.EndRecord();
        _writer.Flush();
    }

    public void Dispose() => _writer.Dispose();

    private static List<string[]> Read(string path, string[] columns, long last)
    {
        string text = File.ReadAllText(path, Encoding.UTF8);

        // What follows the last end of a line was cut off.
        using var lines = new StringReader(text[..(text.LastIndexOf('\n') + 1)]);
        using var reader = CsvReader.Create(lines, new CsvReaderOptions { HasHeader = false });
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i))]);
        if (rows.Count == 0) return [];
        if (!rows[0].SequenceEqual(columns))
        {
            throw new InvalidDataException(
                $"{path} has the columns {string.Join(", ", rows[0])}; this run writes {string.Join(", ", columns)}.");
        }

        return [.. rows.Skip(1).Where(r => r.Length == columns.Length && Number(r[0]) is { } number && number <= last)];
    }

    private static long? Number(string cell) =>
        long.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) ? number : null;
}
