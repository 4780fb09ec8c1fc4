using System.IO.Compression;
using System.Text;

namespace DLCompiler.Data;

/// <summary>Reads PNG files of all kinds (Portable Network Graphics Specification, second edition; ISO/IEC 15948).</summary>
internal static class PngReader
{
    internal static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static Image Read(byte[] bytes, string name)
    {
        var file = new ByteReader(bytes, name);
        if (!file.Take(Math.Min(8, bytes.Length), "the signature").SequenceEqual(Signature))
            throw file.Wrong("the signature of PNG is damaged, as by a transfer as text", 0);
        var header = PngHeader.Read(Chunk(file, out string first), file);
        if (first != "IHDR") throw file.Wrong($"the first chunk is {first} instead of IHDR", 8);
        byte[]? palette = null;
        PngPixels? pixels = null;
        using var compressed = new MemoryStream();
        while (true)
        {
            int start = file.Position;
            var chunk = Chunk(file, out string type);
            switch (type)
            {
                case "IDAT":
                    if (header.Colour == PngColour.Palette && palette is null) throw file.Wrong("the palette is missing", start);
                    compressed.Write(chunk);
                    break;
                case "IEND":
                    pixels ??= new PngPixels(header, palette, []);
                    return Decode(header, pixels, compressed, file, name);
                case "PLTE" when palette is null && compressed.Length == 0:
                    if (chunk.Length is 0 or > 768 || chunk.Length % 3 != 0)
                        throw file.Wrong($"a palette of {chunk.Length} bytes is none of 1 to 256 colours", start);
                    palette = chunk.ToArray();
                    break;
                case "tRNS" when pixels is null && compressed.Length == 0:
                    if (PngPixels.WrongTransparency(header, palette, chunk.Length) is { } wrong) throw file.Wrong(wrong, start);
                    pixels = new PngPixels(header, palette, chunk);
                    break;
                case "PLTE" or "tRNS" or "IHDR":
                    throw file.Wrong($"chunk {type} comes twice or too late", start);
                default:
                    // A capital first letter says that the picture cannot be read without the chunk (5.4).
                    if (char.IsAsciiLetterUpper(type[0])) throw file.Wrong($"chunk {type} is unknown, but needed", start);
                    break;
            }
        }
    }

    private static ReadOnlySpan<byte> Chunk(ByteReader file, out string type)
    {
        int start = file.Position;
        uint length = file.UInt32Big("a chunk's length");
        var name = file.Take(4, "a chunk's type");
        foreach (byte letter in name)
        {
            if (!char.IsAsciiLetter((char)letter)) throw file.Wrong($"{Convert.ToHexString(name)} is no type of a chunk", start + 4);
        }

        type = Encoding.ASCII.GetString(name);
        var data = file.Take(length, $"chunk {type}");
        uint stated = file.UInt32Big($"the check sum of chunk {type}"), sum = Crc32.Of(data, Crc32.Of(name));
        return sum == stated ? data : throw file.Wrong($"chunk {type} is damaged: its check sum is {sum:X8} instead of {stated:X8}", start);
    }

    private static Image Decode(PngHeader header, PngPixels pixels, MemoryStream compressed, ByteReader file, string name)
    {
        // Before any memory is taken for them: what is there cannot hold so many pixels.
        if (header.Bytes > compressed.Length * DataFile.MaxExpansion)
        {
            throw file.Wrong(
                $"{header.Width} × {header.Height} pixels take {header.Bytes} bytes, more than {compressed.Length} compressed ones hold");
        }

        compressed.Position = 0;
        using var inflater = new ZLibStream(compressed, CompressionMode.Decompress);
        var samples = new byte[header.Width * header.Height * pixels.Channels];
        int longest = header.RowBytes(header.Width);
        byte[] above = new byte[longest + 1], row = new byte[longest + 1];
        int step = Math.Max(1, header.Samples * header.Depth / 8);
        foreach (var pass in header.Passes)
        {
            int size = header.RowBytes(pass.Columns) + 1;
            Array.Clear(above);
            for (int y = 0; y < pass.Rows; y++)
            {
                if (DataFile.Inflate(inflater, row.AsSpan(0, size), name, "compressed data") < size)
                    throw file.Wrong($"the compressed data ends before row {y} of {pass.Rows}");
                if (!PngFilter.Undo(row[0], row.AsSpan(1, size - 1), above.AsSpan(1, size - 1), step))
                    throw file.Wrong($"row {y} has filter {row[0]}: there are 0 to 4");
                int at = ((pass.Y + (y * pass.StepY)) * header.Width) + pass.X;
                int bad = pixels.Convert(row.AsSpan(1, size - 1), pass.Columns, samples.AsSpan(at * pixels.Channels), pass.StepX);
                if (bad >= 0) throw file.Wrong($"row {y} has colour {bad}, which the palette has not");
                (above, row) = (row, above);
            }
        }

        // Reading on checks the sum at the end of the compressed data as well.
        if (DataFile.Inflate(inflater, row.AsSpan(0, 1), name, "compressed data") > 0)
            throw file.Wrong("the compressed data goes on after the last row");
        return new Image(header.Width, header.Height, pixels.Channels, samples);
    }
}
