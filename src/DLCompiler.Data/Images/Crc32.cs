namespace DLCompiler.Data;

/// <summary>The check sum of PNG's chunks: ISO 3309's cyclic redundancy check (PNG specification, annex D).</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Entry((uint)i))];

    /// <summary>The sum of so many bytes; of more in pieces, where the sum of what comes before is given.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint sum = ~before;
        foreach (byte b in bytes) sum = Table[(byte)(sum ^ b)] ^ (sum >> 8);
        return ~sum;
    }

    private static uint Entry(uint value)
    {
        for (int bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    }
}
