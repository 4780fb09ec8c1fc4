using System.Buffers.Binary;
using System.Numerics;

namespace DLCompiler;

/// <summary>
/// Writes records in TensorFlow's TFRecord framing: the length as 64 bits, its checksum, the bytes, their checksum; all numbers are
/// little-endian (tensorflow/core/lib/io/record_writer.h).
/// </summary>
internal static class RecordWriter
{
    private const int HeaderSize = sizeof(ulong) + sizeof(uint);
    private const uint MaskDelta = 0xa282ead8;

    /// <summary>Writes a record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], Masked(Checksum(header[..sizeof(ulong)])));
        stream.Write(header);
        stream.Write(data);
        Span<byte> footer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Masked(Checksum(data)));
        stream.Write(footer);
    }

    /// <summary>CRC-32C (Castagnoli; RFC 3720, section 12.1).</summary>
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte value in data) sum = BitOperations.Crc32C(sum, value);
        return ~sum;
    }

    /// <summary>Masked, as a checksum of bytes that hold checksums is a poor one (tensorflow/core/lib/hash/crc32c.h).</summary>
    private static uint Masked(uint sum) => BitOperations.RotateRight(sum, 15) + MaskDelta;
}
