using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DLCompiler;

/// <summary>
/// Safetensors with a checksum in their metadata, over all other texts, names, shapes and elements: SHA-256, so that a file that
/// a crash or a disk has damaged is recognised whatever it has become.
/// </summary>
internal static class CheckedFile
{
    private const string Key = "sha256";
    private const int Chunk = 8192;

    /// <summary>Writes a file with its checksum; as <see cref="SafetensorsFile"/> writes them.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, int[] Shape)> tensors,
        SafetensorsFile.ElementSource values,
        IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        string checksum = Checksum(tensors, values, metadata);
        SafetensorsFile.Write(path, tensors, values, [.. metadata, new(Key, checksum)]);
    }

    /// <summary>Opens a file whose checksum holds.</summary>
    /// <exception cref="CheckpointException">It is missing, has none, or is damaged.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            if (!file.Metadata.TryGetValue(Key, out string? expected))
                throw new CheckpointException(path, "is no checkpoint of a run: it has no checksum");
            var tensors = file.Entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End).ToList();
            string actual = Checksum(
                [.. tensors.Select(e => (e.Name, e.Shape))],
                i => file.Read<float>(tensors[i].Name),
                [.. file.Metadata.Where(m => m.Key != Key)]);
            return actual == expected ? file : throw new CheckpointException(path, "is damaged: its checksum does not hold");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string Checksum(
        IReadOnlyList<(string Name, int[] Shape)> tensors,
        SafetensorsFile.ElementSource values,
        IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal)) Add(hash, $"{key}\0{text}\0");
        byte[] bytes = new byte[Chunk * sizeof(float)];
        for (int tensor = 0; tensor < tensors.Count; tensor++)
        {
            Add(hash, $"{tensors[tensor].Name}\0{ShapeText.Of(tensors[tensor].Shape)}\0");
            var rest = values(tensor);
            while (!rest.IsEmpty)
            {
                int count = Math.Min(Chunk, rest.Length);
                for (int i = 0; i < count; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), rest[i]);
                hash.AppendData(bytes.AsSpan(0, count * sizeof(float)));
                rest = rest[count..];
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
