using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DLCompiler.Data;

/// <summary>Numbers in a <see cref="MappedFile"/>, which a <see cref="Dataset"/> takes as a column.</summary>
/// <typeparam name="T">Float or int.</typeparam>
public sealed class MappedValues<T>
    where T : unmanaged
{
    private readonly MappedFile _file;
    private readonly long _offset;
    private readonly float? _scale;

    /// <param name="file">The file, which this keeps open.</param>
    /// <param name="offset">The byte at which the numbers begin.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="scale">For bytes that are to be floats, what each is multiplied with; null for numbers as they are.</param>
    internal MappedValues(MappedFile file, long offset, long length, float? scale) =>
        (_file, _offset, Length, _scale) = (file, offset, length, scale);

    /// <summary>How many numbers there are.</summary>
    public long Length { get; }

    /// <summary>Copies some of them.</summary>
    /// <param name="first">The first one, from 0.</param>
    /// <param name="values">Where to.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public void Read(long first, Span<T> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Length - values.Length);
        if (_scale is { } scale)
        {
            _file.Read(_offset + first, scale, MemoryMarshal.Cast<T, float>(values));
            return;
        }

        var bytes = MemoryMarshal.AsBytes(values);
        _file.Read(_offset + (first * sizeof(int)), bytes);
        if (BitConverter.IsLittleEndian) return;
        var bits = MemoryMarshal.Cast<byte, int>(bytes);
        BinaryPrimitives.ReverseEndianness(bits, bits);
    }
}
