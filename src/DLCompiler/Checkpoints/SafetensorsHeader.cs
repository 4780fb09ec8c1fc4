using System.Buffers;
using System.Text.Json;

namespace DLCompiler;

/// <summary>
/// The header of a safetensors file: JSON of <c>{"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {…}}</c>
/// (huggingface/safetensors, "Format").
/// </summary>
internal sealed class SafetensorsHeader
{
    private const string MetadataName = "__metadata__";

    /// <summary>The tensors by name.</summary>
    public Dictionary<string, SafetensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Texts of whoever wrote the file.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Reads a header, and checks that the tensors fill <paramref name="dataLength"/> bytes without gaps.
    /// </summary>
    /// <exception cref="CheckpointException">It is no such header, or the tensors do not.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataName) header.ReadMetadata(property.Value);
                else if (!header.Entries.TryAdd(property.Name, ReadEntry(property)))
                    throw new CheckpointException(path, $"has two tensors called '{property.Name}'");
            }
        }
        catch (Exception problem) when (problem is
            JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new CheckpointException($"{path}: is no safetensors file: {problem.Message}", problem);
        }

        header.CheckLayout(path, dataLength);
        return header;
    }

    /// <summary>The header as bytes, padded with spaces to a multiple of 8.</summary>
    public static byte[] Format(
        IEnumerable<SafetensorsEntry> entries, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(MetadataName);
            foreach (var (key, value) in metadata) writer.WriteString(key, value);
            writer.WriteEndObject();
            foreach (var entry in entries) WriteEntry(writer, entry);
            writer.WriteEndObject();
        }

        byte[] header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter writer, SafetensorsEntry entry)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", entry.DType);
        writer.WriteStartArray("shape");
        foreach (int size in entry.Shape) writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(entry.Begin);
        writer.WriteNumberValue(entry.End);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static SafetensorsEntry ReadEntry(JsonProperty property)
    {
        int[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        if (Array.Exists(shape, size => size < 0)) throw new FormatException($"'{property.Name}' has a negative size.");
        var range = property.Value.GetProperty("data_offsets");
        long[] offsets = [.. range.EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets.Length != 2) throw new FormatException($"'{property.Name}' has {offsets.Length} offsets.");
        string type = property.Value.GetProperty("dtype").GetString() ?? "";
        return new SafetensorsEntry(property.Name, type, shape, offsets[0], offsets[1]);
    }

    private void ReadMetadata(JsonElement texts)
    {
        foreach (var text in texts.EnumerateObject()) Metadata[text.Name] = text.Value.GetString() ?? "";
    }

    private void CheckLayout(string path, long dataLength)
    {
        long position = 0;
        foreach (var entry in Entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != position || entry.End < entry.Begin)
                throw new CheckpointException(
                    path, $"tensor '{entry.Name}' is at bytes {entry.Begin} to {entry.End}, expected from {position}");
            if (entry.ElementSize != 0 && entry.End - entry.Begin != (long)entry.Count * entry.ElementSize)
            {
                throw new CheckpointException(
                    path, $"tensor '{entry.Name}' is {entry} but has {entry.End - entry.Begin} bytes");
            }

            position = entry.End;
        }

        if (position > dataLength)
            throw new CheckpointException(
                path, $"is truncated: its tensors take {position} bytes, {dataLength} are there");
        if (position < dataLength)
            throw new CheckpointException(path, $"has {dataLength - position} bytes beyond its tensors");
    }
}
