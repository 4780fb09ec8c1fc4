using System.Globalization;
using System.Text;
using CsvHelper;

namespace DLCompiler.Data;

/// <summary>Reads comma-separated values (RFC 4180) as a table.</summary>
internal static class CsvTable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="DataException">A row is damaged, or the text is not in the encoding.</exception>
    public static Table Read(Stream stream, string? source, CsvOptions options)
    {
        using var text = new StreamReader(stream, Strict(options.Encoding ?? Utf8), detectEncodingFromByteOrderMarks: true);
        using var reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = options.Delimiter,
            HasHeader = false,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Throw,
        });
        try
        {
            return Rows(reader, source, options);
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException(
                new DataPlace(source),
                $"is no text in {(options.Encoding ?? Utf8).WebName}: give the file's encoding by {nameof(CsvOptions)}.{nameof(CsvOptions.Encoding)}",
                e);
        }
        catch (CsvFormatException e)
        {
            throw new DataException(new DataPlace(source, (int)e.LineNumber), "a quotation mark is not closed, or stands within a cell", e);
        }
    }

    private static Table Rows(CsvReader reader, string? source, CsvOptions options)
    {
        var missing = options.Missing.ToHashSet(StringComparer.Ordinal);
        var columns = options.Columns;
        var rows = new List<string?[]>();
        var places = new List<int>();
        bool isHeader = options.HasHeader;
        while (reader.Read())
        {
            string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
            if (isHeader) columns ??= cells;
            columns ??= [.. Enumerable.Range(0, cells.Length).Select(i => i.ToString(CultureInfo.InvariantCulture))];
            if (cells.Length != columns.Count)
            {
                throw new DataException(
                    new DataPlace(source, (int)reader.LineNumber), $"has {cells.Length} cells where there are {columns.Count} columns");
            }

            if (!isHeader)
            {
                rows.Add([.. cells.Select(cell => cell.Length == 0 || missing.Contains(cell) ? null : cell)]);
                places.Add((int)reader.LineNumber);
            }

            isHeader = false;
        }

        if (columns is null) throw new DataException(new DataPlace(source), "is empty: there is no row that names the columns");
        return new Table(source, columns, rows, places);
    }

    /// <summary>The encoding, but bytes that are none of its characters throw.</summary>
    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
