namespace DLCompiler.Data;

/// <summary>Turns rows of a PNG file into samples of 8 bits: of 16 the higher 8, as PIL does; fewer are spread over 0 to 255.</summary>
internal sealed class PngPixels
{
    private readonly PngHeader _header;
    private readonly byte[]? _palette;
    private readonly byte[] _opacity;

    /// <summary>The samples of the colour that is transparent; −1 where none is.</summary>
    private readonly int[] _hidden = [-1, -1, -1];

    /// <param name="header">What the file says of itself.</param>
    /// <param name="palette">Red, green and blue of each colour.</param>
    /// <param name="transparency">Chunk tRNS (11.3.2.1); empty where there is none.</param>
    public PngPixels(PngHeader header, byte[]? palette, ReadOnlySpan<byte> transparency)
    {
        (_header, _palette, _opacity) = (header, palette, []);
        bool transparent = transparency.Length > 0;
        if (header.Colour == PngColour.Palette) _opacity = transparency.ToArray();
        for (int i = 0; header.Colour != PngColour.Palette && i < transparency.Length / 2; i++)
            _hidden[i] = ((transparency[2 * i] << 8) | transparency[(2 * i) + 1]) & ((1 << header.Depth) - 1);
        Channels = header.Colour switch
        {
            PngColour.Gray => transparent ? 4 : 1,
            PngColour.Rgb or PngColour.Palette => transparent ? 4 : 3,
            _ => 4,
        };
    }

    /// <summary>The channels of the picture.</summary>
    public int Channels { get; }

    /// <summary>What is wrong with a chunk tRNS of so many bytes; null for nothing.</summary>
    public static string? WrongTransparency(PngHeader header, byte[]? palette, int length) => header.Colour switch
    {
        PngColour.Gray when length != 2 => $"chunk tRNS has {length} bytes: of a gray picture it has 2",
        PngColour.Rgb when length != 6 => $"chunk tRNS has {length} bytes: of a picture in RGB it has 6",
        PngColour.Palette when palette is null => "chunk tRNS comes before the palette",
        PngColour.Palette when length == 0 || length > palette.Length / 3 =>
            $"chunk tRNS has {length} entries for {palette.Length / 3} colours",
        PngColour.GrayAlpha or PngColour.RgbAlpha => "chunk tRNS is there, but the pixels have opacity of their own",
        _ => null,
    };

    /// <summary>Converts a row.</summary>
    /// <param name="row">The row as in the file, not filtered.</param>
    /// <param name="count">Its pixels.</param>
    /// <param name="pixels">Receives the samples.</param>
    /// <param name="step">How many pixels it is from one to the next.</param>
    /// <returns>A colour that the palette has not, or −1.</returns>
    public int Convert(ReadOnlySpan<byte> row, int count, Span<byte> pixels, int step)
    {
        step *= Channels;
        for (int i = 0, at = 0; i < count; i++, at += step)
        {
            switch (_header.Colour)
            {
                case PngColour.Gray:
                    Gray(Raw(row, i), pixels[at..]);
                    break;
                case PngColour.GrayAlpha:
                    Spread(High(row, 2 * i), pixels[at..]);
                    pixels[at + 3] = High(row, (2 * i) + 1);
                    break;
                case PngColour.Palette:
                    int colour = Raw(row, i);
                    if (colour >= _palette!.Length / 3) return colour;
                    _palette.AsSpan(3 * colour, 3).CopyTo(pixels[at..]);
                    if (Channels == 4) pixels[at + 3] = colour < _opacity.Length ? _opacity[colour] : byte.MaxValue;
                    break;
                default:
                    for (int c = 0; c < _header.Samples; c++) pixels[at + c] = High(row, (i * _header.Samples) + c);
                    if (Channels > _header.Samples) pixels[at + 3] = Opacity(row, 3 * i, 3);
                    break;
            }
        }

        return -1;
    }

    private void Gray(int raw, Span<byte> pixel)
    {
        byte gray = (byte)(_header.Depth == 16 ? raw >> 8 : raw * 255 / ((1 << _header.Depth) - 1));
        if (Channels == 1)
        {
            pixel[0] = gray;
            return;
        }

        Spread(gray, pixel);
        pixel[3] = raw == _hidden[0] ? (byte)0 : byte.MaxValue;
    }

    private byte Opacity(ReadOnlySpan<byte> row, int sample, int count)
    {
        for (int c = 0; c < count; c++)
        {
            if (Raw(row, sample + c) != _hidden[c]) return byte.MaxValue;
        }

        return 0;
    }

    private static void Spread(byte gray, Span<byte> pixel) => pixel[..3].Fill(gray);

    /// <summary>A sample of whole bytes, in 8 bits.</summary>
    private byte High(ReadOnlySpan<byte> row, int sample) => _header.Depth == 16 ? row[2 * sample] : row[sample];

    /// <summary>A sample as it is: the pixels of a byte start at its highest bit (7.2).</summary>
    private int Raw(ReadOnlySpan<byte> row, int sample)
    {
        int depth = _header.Depth;
        if (depth == 8) return row[sample];
        if (depth == 16) return (row[2 * sample] << 8) | row[(2 * sample) + 1];
        int bit = sample * depth;
        return (row[bit / 8] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
    }
}
