namespace DLCompiler.Data;

/// <summary>Reads BMP files of Windows and OS/2: 1, 4, 8, 16, 24 and 32 bits a pixel, bit fields and run lengths.</summary>
/// <remarks>Microsoft's "Bitmap Storage": BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPINFOHEADER to BITMAPV5HEADER.</remarks>
internal static class BmpReader
{
    private const int FileHeader = 14;
    private const int CoreHeader = 12;

    private enum Compression
    {
        None = 0,
        Rle8 = 1,
        Rle4 = 2,
        BitFields = 3,
        AlphaBitFields = 6,
    }

    public static Image Read(byte[] bytes, string name)
    {
        var file = new ByteReader(bytes, name);
        file.Take(10, "the file's header");
        uint start = file.UInt32Little("the file's header");
        uint size = file.UInt32Little("the header's size");
        bool core = size == CoreHeader;
        if (!core && size is not (>= 40 and <= 124)) throw file.Wrong($"there is no header of {size} bytes");
        long width = core ? file.UInt16Little("the width") : file.Int32Little("the width");
        long height = core ? file.UInt16Little("the height") : file.Int32Little("the height");
        bool topDown = height < 0;
        height = Math.Abs(height);
        file.CheckSize(width, height);
        file.UInt16Little("the planes");
        int bits = file.UInt16Little("the bits of a pixel");
        var compression = core ? Compression.None : (Compression)file.UInt32Little("the compression");
        if (!Allowed(compression, bits)) throw file.Wrong($"compression {(uint)compression} of {bits} bits a pixel is none that is read");
        uint colours = 0;
        if (!core)
        {
            file.Take(12, "the header");
            colours = file.UInt32Little("the number of colours");
        }

        int after = FileHeader + (int)size;
        var masks = bits is 16 or 32 ? Masks(file, compression, bits, ref after, (int)size) : [];
        file.Position = Math.Min(after, file.Length);
        byte[] palette = bits <= 8 ? Palette(file, core, colours, bits) : [];
        if (start < file.Position || start > file.Length)
            throw file.Wrong($"the pixels are said to start at byte {start} of {file.Length}");
        file.Position = (int)start;
        var picture = new Layout((int)width, (int)height, bits, topDown);
        return compression is Compression.Rle8 or Compression.Rle4
            ? picture.Image(3, Coloured(BmpRuns.Read(file, picture.Width, picture.Height, bits), palette, picture, file))
            : bits <= 8 ? Indexed(file, picture, palette) : Direct(file, picture, masks);
    }

    private static bool Allowed(Compression compression, int bits) => compression switch
    {
        Compression.None => bits is 1 or 4 or 8 or 16 or 24 or 32,
        Compression.Rle8 => bits == 8,
        Compression.Rle4 => bits == 4,
        Compression.BitFields or Compression.AlphaBitFields => bits is 16 or 32,
        _ => false,
    };

    /// <summary>Where red, green, blue and opacity are in a pixel; 5 bits each of 16 and 8 of 32 where the file does not say.</summary>
    private static BmpField[] Masks(ByteReader file, Compression compression, int bits, ref int after, int size)
    {
        uint[] masks = bits == 16 ? [0x7C00, 0x3E0, 0x1F, 0] : [0xFF0000, 0xFF00, 0xFF, 0];
        if (compression != Compression.None)
        {
            // They follow the first form of the header; later ones have them inside, at the same place.
            file.Position = FileHeader + 40;
            int count = compression == Compression.AlphaBitFields || size >= 56 ? 4 : 3;
            for (int i = 0; i < count; i++) masks[i] = file.UInt32Little("the bit fields");
            after = Math.Max(after, file.Position);
        }

        foreach (uint mask in masks)
        {
            if (!BmpField.IsOneRun(mask) || (bits == 16 && mask > ushort.MaxValue))
                throw file.Wrong($"{mask:X8} is no bit field of a pixel of {bits} bits");
        }

        return [.. masks.Select(m => new BmpField(m))];
    }

    /// <summary>Blue, green and red of each colour, as red, green and blue.</summary>
    private static byte[] Palette(ByteReader file, bool core, uint colours, int bits)
    {
        int most = 1 << bits;
        if (colours > most) throw file.Wrong($"{colours} colours are more than {bits} bits can tell apart");
        int count = colours == 0 ? most : (int)colours, entry = core ? 3 : 4;
        var stored = file.Take(count * entry, "the palette");
        var palette = new byte[3 * count];
        for (int i = 0; i < count; i++)
        {
            var colour = stored.Slice(i * entry, 3);
            (palette[3 * i], palette[(3 * i) + 1], palette[(3 * i) + 2]) = (colour[2], colour[1], colour[0]);
        }

        return palette;
    }

    private static Image Indexed(ByteReader file, Layout picture, byte[] palette)
    {
        var rows = file.Take(picture.Stride * picture.Height, "the pixels");
        var indices = new byte[picture.Width * picture.Height];
        int mask = (1 << picture.Bits) - 1;
        for (int y = 0; y < picture.Height; y++)
        {
            var row = rows.Slice((int)picture.Stride * y);
            for (int x = 0; x < picture.Width; x++)
            {
                int bit = x * picture.Bits;
                indices[(y * picture.Width) + x] = (byte)((row[bit / 8] >> (8 - picture.Bits - (bit % 8))) & mask);
            }
        }

        return picture.Image(3, Coloured(indices, palette, picture, file));
    }

    private static byte[] Coloured(byte[] indices, byte[] palette, Layout picture, ByteReader file)
    {
        var samples = new byte[indices.Length * 3];
        for (int y = 0; y < picture.Height; y++)
        {
            int at = picture.Row(y) * picture.Width * 3;
            foreach (byte index in indices.AsSpan(y * picture.Width, picture.Width))
            {
                if (3 * index >= palette.Length) throw file.Wrong($"colour {index} is none of the {palette.Length / 3} of the palette");
                palette.AsSpan(3 * index, 3).CopyTo(samples.AsSpan(at));
                at += 3;
            }
        }

        return samples;
    }

    private static Image Direct(ByteReader file, Layout picture, BmpField[] fields)
    {
        var rows = file.Take(picture.Stride * picture.Height, "the pixels");
        int channels = fields.Length > 0 && fields[3].Mask != 0 ? 4 : 3, size = picture.Bits / 8;
        var samples = new byte[picture.Width * picture.Height * channels];
        for (int y = 0; y < picture.Height; y++)
        {
            var row = rows.Slice((int)picture.Stride * y);
            int at = picture.Row(y) * picture.Width * channels;
            for (int x = 0; x < picture.Width; x++, at += channels)
            {
                var pixel = row.Slice(x * size, size);
                if (fields.Length == 0)
                {
                    (samples[at], samples[at + 1], samples[at + 2]) = (pixel[2], pixel[1], pixel[0]);
                    continue;
                }

                uint value = (uint)(pixel[0] | (pixel[1] << 8));
                if (size == 4) value |= (uint)(pixel[2] << 16) | ((uint)pixel[3] << 24);
                for (int c = 0; c < channels; c++) samples[at + c] = fields[c].Of(value);
            }
        }

        return picture.Image(channels, samples);
    }

    /// <summary>The order of a file's rows: from the bottom up, unless the height is negative.</summary>
    private readonly record struct Layout(int Width, int Height, int Bits, bool TopDown)
    {
        /// <summary>The bytes of a row: a multiple of four.</summary>
        public long Stride => (((long)Width * Bits) + 31) / 32 * 4;

        public int Row(int inFile) => TopDown ? inFile : Height - 1 - inFile;

        public Image Image(int channels, byte[] samples) => new(Width, Height, channels, samples);
    }
}
