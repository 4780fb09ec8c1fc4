using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace DLCompiler;

/// <summary>A safetensors file that is open for reading: the format in which PyTorch models are exchanged.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private const int LengthSize = 8;
    private const int LongestHeader = 100_000_000;
    private const int ChunkElements = 8192;

    private readonly SafeFileHandle _handle;
    private readonly SafetensorsHeader _header;
    private readonly long _dataStart;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        (Path, _handle) = (path, handle);
        long length = RandomAccess.GetLength(handle);
        byte[] prefix = new byte[LengthSize];
        if (length < LengthSize) throw new CheckpointException(path, $"is no safetensors file: it has {length} bytes");
        ReadExactly(prefix, 0);
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (headerLength is < 2 or > LongestHeader)
            throw new CheckpointException(path, "is no safetensors file: it does not begin with a header's length");
        _dataStart = LengthSize + headerLength;
        if (_dataStart > length)
            throw new CheckpointException(
                path, $"is truncated: its header takes {headerLength} bytes, {length - LengthSize} are there");
        byte[] json = new byte[headerLength];
        ReadExactly(json, LengthSize);
        _header = SafetensorsHeader.Parse(path, json, length - _dataStart);
    }

    /// <summary>Gives the elements of a tensor that is written, in row-major order.</summary>
    /// <param name="tensor">Its index in the list of tensors.</param>
    public delegate ReadOnlySpan<float> ElementSource(int tensor);

    /// <summary>The file's path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _header.Entries;

    /// <summary>Texts of whoever wrote the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header and its length.</summary>
    /// <exception cref="CheckpointException">The file is missing, truncated, or no safetensors.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: there is no such file.", problem);
        }

        try
        {
            return new SafetensorsFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes tensors of single precision. An old file is replaced only when the new one is complete.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Names and shapes.</param>
    /// <param name="values">Gives each tensor's elements in row-major order.</param>
    /// <param name="metadata">Texts to keep with them.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyList<(string Name, int[] Shape)> tensors,
        ElementSource values,
        IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(values);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = File.Create(temporary))
            {
                Write(stream, tensors, values, metadata);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The elements of a tensor in row-major order, converted to <typeparamref name="T"/>.</summary>
    /// <typeparam name="T"><c>float</c>, <c>double</c>, <c>int</c> ….</typeparam>
    /// <exception cref="CheckpointException">There is no tensor of that name, or its type is not known.</exception>
    /// <exception cref="OverflowException">An element does not fit.</exception>
    public T[] Read<T>(string name)
        where T : struct, INumber<T>
    {
        if (!Entries.TryGetValue(name, out var entry)) throw new CheckpointException(Path, $"has no tensor '{name}'");
        var result = new T[entry.Count];
        var convert = Decoder(entry);
        byte[] chunk = new byte[ChunkElements * entry.ElementSize];
        for (int start = 0; start < result.Length; start += ChunkElements)
        {
            int count = Math.Min(ChunkElements, result.Length - start);
            var bytes = chunk.AsSpan(0, count * entry.ElementSize);
            ReadExactly(bytes, _dataStart + entry.Begin + ((long)start * entry.ElementSize));
            for (int i = 0; i < count; i++)
                result[start + i] = T.CreateChecked(convert(bytes[(i * entry.ElementSize)..]));
        }

        return result;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();

    private static void Write(
        Stream stream,
        IReadOnlyList<(string Name, int[] Shape)> tensors,
        ElementSource values,
        IEnumerable<KeyValuePair<string, string>> metadata)
    {
        long begin = 0;
        var entries = new List<SafetensorsEntry>();
        foreach (var (name, shape) in tensors)
        {
            long end = begin + ((long)sizeof(float) * ShapeText.Count(shape));
            entries.Add(new SafetensorsEntry(name, "F32", shape, begin, end));
            begin = end;
        }

        byte[] header = SafetensorsHeader.Format(entries, metadata);
        byte[] chunk = new byte[ChunkElements * sizeof(float)];
        BinaryPrimitives.WriteInt64LittleEndian(chunk, header.Length);
        stream.Write(chunk.AsSpan(0, LengthSize));
        stream.Write(header);
        for (int tensor = 0; tensor < tensors.Count; tensor++)
        {
            var rest = values(tensor);
            while (!rest.IsEmpty)
            {
                int count = Math.Min(ChunkElements, rest.Length);
                for (int i = 0; i < count; i++)
                    BinaryPrimitives.WriteSingleLittleEndian(chunk.AsSpan(i * sizeof(float)), rest[i]);
                stream.Write(chunk.AsSpan(0, count * sizeof(float)));
                rest = rest[count..];
            }
        }
    }

    private ElementDecoder Decoder(SafetensorsEntry entry) => entry.DType switch
    {
        "F64" => BinaryPrimitives.ReadDoubleLittleEndian,
        "F32" => bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F16" => bytes => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => bytes => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "I64" => bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "I32" => bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "I16" => bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "U8" or "BOOL" => bytes => bytes[0],
        _ => throw new CheckpointException(
            Path, $"tensor '{entry.Name}' has the type {entry.DType}, which is not supported"),
    };

    private void ReadExactly(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0) throw new CheckpointException(Path, "has become shorter while it was read");
            destination = destination[read..];
            offset += read;
        }
    }

    private delegate double ElementDecoder(ReadOnlySpan<byte> bytes);
}
