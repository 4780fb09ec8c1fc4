using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DLCompiler.Conformance;

/// <summary>
/// The tensors of one fixture file, read by code that shares nothing with the library's reader: 8 bytes of header
/// length, a JSON header, the raw little-endian data (the safetensors format).
/// </summary>
public sealed class Fixtures
{
    private static readonly ConcurrentDictionary<string, Fixtures> Loaded = [];

    private readonly byte[] _file;
    private readonly JsonElement _header;
    private readonly int _data;

    private Fixtures(string name)
    {
        _file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "fixtures", $"{name}.safetensors"));
        int length = checked((int)BinaryPrimitives.ReadInt64LittleEndian(_file));
        _header = JsonDocument.Parse(_file.AsMemory(8, length)).RootElement;
        _data = 8 + length;
    }

    /// <summary>The fixture of a family of ops, or of a network.</summary>
    public static Fixtures Of(string name) => Loaded.GetOrAdd(name, key => new Fixtures(key));

    /// <summary>The tensors' names, in the order of the file.</summary>
    public IEnumerable<string> Names => _header.EnumerateObject().Select(tensor => tensor.Name);

    /// <summary>Whether the tensor holds floating-point numbers.</summary>
    public bool IsFloat(string name) => Type(name) is "F32" or "F64";

    /// <summary>A tensor's shape; empty for a scalar.</summary>
    public int[] Shape(string name) =>
        [.. _header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];

    /// <summary>A tensor's elements in row-major order, widened to double.</summary>
    /// <exception cref="NotSupportedException">The tensor is neither F32 nor F64.</exception>
    public double[] Floats(string name) => Type(name) switch
    {
        "F32" => [.. MemoryMarshal.Cast<byte, float>(Bytes(name))],
        "F64" => [.. MemoryMarshal.Cast<byte, double>(Bytes(name))],
        string other => throw new NotSupportedException($"{name} is {other}, not floating point."),
    };

    /// <summary>A tensor's elements in row-major order, narrowed to int.</summary>
    /// <exception cref="NotSupportedException">The tensor is not I64.</exception>
    public int[] Integers(string name) => Type(name) == "I64"
        ? Array.ConvertAll(MemoryMarshal.Cast<byte, long>(Bytes(name)).ToArray(), value => checked((int)value))
        : throw new NotSupportedException($"{name} is {Type(name)}, not I64.");

    private string Type(string name) => _header.GetProperty(name).GetProperty("dtype").GetString()!;

    private ReadOnlySpan<byte> Bytes(string name)
    {
        JsonElement offsets = _header.GetProperty(name).GetProperty("data_offsets");
        return _file.AsSpan()[(_data + offsets[0].GetInt32())..(_data + offsets[1].GetInt32())];
    }
}
