namespace DLCompiler.Data;

/// <summary>Reads the portable formats of Netpbm: PBM (P1, P4), PGM (P2, P5) and PPM (P3, P6).</summary>
/// <remarks>netpbm.sourceforge.net/doc/ppm.html and its neighbours. Of several pictures in a file it is the first.</remarks>
internal static class PnmReader
{
    private const int White = 255;

    public static Image Read(byte[] bytes, string name)
    {
        var reader = new ByteReader(bytes, name) { Position = 2 };
        int kind = bytes[1] - '0';
        if (reader.Left > 0 && !IsSpace(bytes[2]) && bytes[2] != '#') throw reader.Wrong($"P{kind} is followed by no space");
        int width = Number(reader, "the width"), height = Number(reader, "the height");
        reader.CheckSize(width, height);
        bool bits = kind is 1 or 4;
        int most = bits ? 1 : Number(reader, "the largest sample");
        if (most is < 1 or > 65535) throw reader.Wrong($"the largest sample is {most}: it is from 1 to 65535");
        int channels = kind is 3 or 6 ? 3 : 1;
        if (kind >= 4)
        {
            // One space and no more: the next may be a sample's byte.
            if (!IsSpace(reader.Byte("the header"))) throw reader.Wrong("the header does not end with a space", reader.Position - 1);
            return new Image(width, height, channels, bits ? Bits(reader, width, height) : Binary(reader, width * height, channels, most));
        }

        return new Image(width, height, channels, Text(reader, width * height, channels, most, bits));
    }

    private static byte[] Text(ByteReader reader, int pixels, int channels, int most, bool bits)
    {
        // A sample takes a character and a space; of bits, neighbours need no space between. The last needs none at all.
        long count = (long)pixels * channels, due = bits ? count : (2 * count) - 1;
        if (due > reader.Left) throw reader.Wrong($"the file is cut off: {count} samples take {due} bytes, {reader.Left} are left");
        var samples = new byte[count];
        for (int i = 0; i < samples.Length; i++)
        {
            int sample = bits ? Bit(reader) : Number(reader, "the samples");
            if (sample > most) throw reader.Wrong($"sample {i} is {sample}, above the largest, {most}");
            samples[i] = bits ? (byte)(sample == 1 ? 0 : White) : Scaled(sample, most);
        }

        return samples;
    }

    private static byte[] Bits(ByteReader reader, int width, int height)
    {
        int row = (width + 7) / 8;
        var packed = reader.Take((long)row * height, "the samples");
        var samples = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // 1 is ink.
                bool ink = (packed[(y * row) + (x / 8)] & (0x80 >> (x % 8))) != 0;
                samples[(y * width) + x] = (byte)(ink ? 0 : White);
            }
        }

        return samples;
    }

    private static byte[] Binary(ByteReader reader, int pixels, int channels, int most)
    {
        int size = most > 255 ? 2 : 1;
        int start = reader.Position;
        var packed = reader.Take((long)pixels * channels * size, "the samples");
        if (most == White) return packed.ToArray();
        var samples = new byte[pixels * channels];
        for (int i = 0; i < samples.Length; i++)
        {
            int sample = size == 1 ? packed[i] : (packed[2 * i] << 8) | packed[(2 * i) + 1];
            if (sample > most) throw reader.Wrong($"sample {i} is {sample}, above the largest, {most}", start + (i * size));
            samples[i] = Scaled(sample, most);
        }

        return samples;
    }

    private static byte Scaled(int sample, int most) => (byte)Math.Round((double)sample / most * White);

    private static int Bit(ByteReader reader)
    {
        SkipSpace(reader);
        byte digit = reader.Byte("the samples");
        if (digit is (byte)'0' or (byte)'1') return digit - '0';
        throw reader.Wrong($"a bit is 0 or 1, not byte {digit}", reader.Position - 1);
    }

    private static int Number(ByteReader reader, string what)
    {
        SkipSpace(reader);
        int number = 0, start = reader.Position;
        while (reader.Left > 0)
        {
            byte digit = reader.Byte(what);
            if (digit is < (byte)'0' or > (byte)'9')
            {
                reader.Position--;
                break;
            }

            number = (number * 10) + digit - '0';
            if (number > Image.MaxPixels) throw reader.Wrong($"{what}: the number is too large", start);
        }

        return reader.Position > start ? number : throw reader.Wrong($"{what}: a number is due");
    }

    /// <summary>Skips white space, and comments from # to the end of the line.</summary>
    private static void SkipSpace(ByteReader reader)
    {
        bool comment = false;
        while (reader.Left > 0)
        {
            byte next = reader.Byte("the header");
            comment = comment ? next is not ((byte)'\n' or (byte)'\r') : next == '#';
            if (!comment && !IsSpace(next))
            {
                reader.Position--;
                return;
            }
        }
    }

    private static bool IsSpace(byte character) => character is (byte)' ' or (>= 9 and <= 13);
}
