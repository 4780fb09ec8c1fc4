namespace DLCompiler.Data;

/// <summary>Reads the run lengths of a BMP file, RLE8 and RLE4 (Microsoft, "Bitmap Compression").</summary>
internal static class BmpRuns
{
    private const byte EndOfRow = 0, EndOfPicture = 1, Move = 2;

    /// <summary>
    /// How many pixels a byte may stand for: two bytes are a run of 255, but moves and short rows leave out pixels. No picture
    /// that is worth its file has more.
    /// </summary>
    private const long MaxPixelsOfByte = 1024;

    /// <summary>The indices of the pixels, row by row as in the file: what is left out is 0.</summary>
    public static byte[] Read(ByteReader file, int width, int height, int bits)
    {
        if ((long)width * height > MaxPixelsOfByte * file.Left)
            throw file.Wrong($"{width} × {height} pixels are too many for {file.Left} bytes of run lengths");
        var indices = new byte[width * height];
        int x = 0, y = 0;
        while (true)
        {
            int at = file.Position;
            int count = file.Byte("the run lengths"), value = file.Byte("the run lengths");
            if (count > 0)
            {
                var row = Row(at, count);
                for (int i = 0; i < count; i++) row[i] = (byte)(bits == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
                x += count;
            }
            else if (value == EndOfRow)
            {
                (x, y) = (0, y + 1);
            }
            else if (value == EndOfPicture)
            {
                return indices;
            }
            else if (value == Move)
            {
                x += file.Byte("the run lengths");
                y += file.Byte("the run lengths");
                if (x > width || y > height) throw file.Wrong($"a move ends outside {width} × {height}", at);
            }
            else
            {
                // So many pixels as they are, filled up to a whole number of 16-bit words.
                int size = bits == 8 ? value : (value + 1) / 2;
                var packed = file.Take(size + (size % 2), "the run lengths");
                var row = Row(at, value);
                for (int i = 0; i < value; i++)
                    row[i] = bits == 8 ? packed[i] : (byte)(i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15);
                x += value;
            }
        }

        Span<byte> Row(int at, int count)
        {
            if (y >= height || count > width - x)
                throw file.Wrong($"a run of {count} pixels from column {x} of row {y} ends outside {width} × {height}", at);
            return indices.AsSpan((y * width) + x, count);
        }
    }
}
