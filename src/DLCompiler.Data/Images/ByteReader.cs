using System.Buffers.Binary;

namespace DLCompiler.Data;

/// <summary>Reads a file's bytes in order: where they end too early, the message says at which byte and of what.</summary>
internal sealed class ByteReader(byte[] bytes, string name)
{
    public int Position { get; set; }

    public int Left => bytes.Length - Position;

    public int Length => bytes.Length;

    public byte Byte(string what) => Take(1, what)[0];

    public ushort UInt16Little(string what) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, what));

    public uint UInt32Little(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public int Int32Little(string what) => BinaryPrimitives.ReadInt32LittleEndian(Take(4, what));

    public uint UInt32Big(string what) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, what));

    public ReadOnlySpan<byte> Take(long count, string what)
    {
        if (count > Left) throw Wrong($"the file is cut off in {what}: {count} bytes are due, {Left} left");
        var some = bytes.AsSpan(Position, (int)count);
        Position += (int)count;
        return some;
    }

    /// <summary>What is wrong at the present byte.</summary>
    public DataException Wrong(string problem) => Wrong(problem, Position);

    public DataException Wrong(string problem, int position) => new(new DataPlace(name), $"{problem} (at byte {position})");

    /// <summary>Refuses sizes that no picture has.</summary>
    public void CheckSize(long width, long height)
    {
        if (width < 1 || height < 1) throw Wrong($"a picture of {width} × {height} pixels is empty");
        if (width > Image.MaxPixels / height)
            throw Wrong($"a picture of {width} × {height} pixels has more than the {Image.MaxPixels} that one may have");
    }
}
