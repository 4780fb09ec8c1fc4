using System.Buffers.Binary;
using System.Text;

namespace DLCompiler.Training.Tests.Reports;

/// <summary>Reads an event file with nothing of what writes it: framing, checksums and protobuf's wire format from their texts.</summary>
internal static class EventFile
{
    /// <summary>CRC-32C bit by bit: the reflected polynomial is 0x82F63B78 (RFC 3720, appendix B.4).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint sum = ~0u;
        foreach (byte value in data)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? (sum >> 1) ^ 0x82F63B78 : sum >> 1;
        }

        return ~sum;
    }

    /// <summary>The messages of a file whose checksums all hold.</summary>
    public static List<Message> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var messages = new List<Message>();
        for (int at = 0; at < bytes.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            var data = bytes.AsSpan(at + 12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            messages.Add(new Message(data.ToArray()));
            at += 12 + length + 4;
        }

        return messages;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint sum = Crc32C(data);
        return unchecked(((sum >> 15) | (sum << 17)) + 0xa282ead8u);
    }

    /// <summary>A protobuf message, as its fields by number.</summary>
    internal sealed class Message
    {
        private readonly List<(int Field, ulong Number, byte[] Bytes)> _fields = [];

        public Message(byte[] data)
        {
            for (int at = 0; at < data.Length;)
            {
                ulong tag = Varint(data, ref at);
                int field = (int)(tag >> 3);
                switch (tag & 7)
                {
                    case 0: _fields.Add((field, Varint(data, ref at), [])); break;
                    case 1: _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at)), [])); at += 8; break;
                    case 5: _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(at)), [])); at += 4; break;
                    case 2:
                        int length = (int)Varint(data, ref at);
                        _fields.Add((field, 0, data[at..(at + length)]));
                        at += length;
                        break;
                    default: throw new InvalidDataException($"wire type {tag & 7}");
                }
            }
        }

        public bool Has(int field) => _fields.Any(f => f.Field == field);

        public long Integer(int field) => (long)_fields.Single(f => f.Field == field).Number;

        public double Double(int field) => BitConverter.UInt64BitsToDouble(_fields.Single(f => f.Field == field).Number);

        public float Float(int field) => BitConverter.UInt32BitsToSingle((uint)_fields.Single(f => f.Field == field).Number);

        public byte[] Bytes(int field) => _fields.Single(f => f.Field == field).Bytes;

        public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

        public Message Inner(int field) => new(Bytes(field));

        public double[] Doubles(int field)
        {
            byte[] bytes = Bytes(field);
            return [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(8 * i)))];
        }

        private static ulong Varint(byte[] data, ref int at)
        {
            ulong value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte part = data[at++];
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return value;
            }
        }
    }
}
