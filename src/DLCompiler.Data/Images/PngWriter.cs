using System.Buffers.Binary;
using System.IO.Compression;

namespace DLCompiler.Data;

/// <summary>Writes PNG files of 8-bit samples.</summary>
internal static class PngWriter
{
    public static byte[] Write(Image image)
    {
        using var file = new MemoryStream();
        file.Write(PngReader.Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels switch
        {
            1 => PngColour.Gray,
            3 => PngColour.Rgb,
            _ => PngColour.RgbAlpha,
        });
        Chunk(file, "IHDR"u8, header);
        using (var compressed = new MemoryStream())
        {
            using (var deflater = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) Rows(image, deflater);
            Chunk(file, "IDAT"u8, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
        }

        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Rows(Image image, Stream deflater)
    {
        int size = image.Width * image.Channels;
        ReadOnlySpan<byte> above = new byte[size];
        byte[] best = new byte[size + 1], other = new byte[size + 1];
        for (int y = 0; y < image.Height; y++)
        {
            var row = image.Samples.Slice(y * size, size);
            long least = long.MaxValue;
            for (byte filter = PngFilter.None; filter <= PngFilter.Paeth; filter++)
            {
                other[0] = filter;
                PngFilter.Apply(filter, row, above, image.Channels, other.AsSpan(1));
                long sum = Magnitude(other.AsSpan(1));
                if (sum >= least) continue;
                least = sum;
                (best, other) = (other, best);
            }

            deflater.Write(best);
            above = row;
        }
    }

    /// <summary>
    /// The sum of the bytes as signed numbers: the filter with the least compresses best, as a rule (PNG specification, 12.8).
    /// </summary>
    private static long Magnitude(ReadOnlySpan<byte> bytes)
    {
        long sum = 0;
        foreach (byte b in bytes) sum += b < 128 ? b : 256 - b;
        return sum;
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(data, Crc32.Of(type)));
        file.Write(number);
    }
}
