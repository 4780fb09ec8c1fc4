namespace DLCompiler.Data;

/// <summary>What the first chunk of a PNG file says (PNG specification, 11.2.2).</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, PngColour Colour, bool Interlaced)
{
    /// <summary>Samples of a pixel in the file.</summary>
    public int Samples => Colour switch
    {
        PngColour.Rgb => 3,
        PngColour.GrayAlpha => 2,
        PngColour.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>The bytes of so many pixels of a row.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * Samples * Depth) + 7) / 8);

    /// <summary>The bytes of all rows with their filters' numbers, before compression.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (var pass in Passes) bytes += pass.Rows * (1L + RowBytes(pass.Columns));
            return bytes;
        }
    }

    /// <summary>The passes that have pixels: seven at most where they are interlaced (8.2), else one.</summary>
    public IEnumerable<PngPass> Passes
    {
        get
        {
            if (!Interlaced) return [new(0, 0, 1, 1, Width, Height)];
            var (width, height) = (Width, Height);
            return from p in Adam7
                   let columns = (width - p.X + p.StepX - 1) / p.StepX
                   let rows = (height - p.Y + p.StepY - 1) / p.StepY
                   where columns > 0 && rows > 0
                   select p with { Columns = columns, Rows = rows };
        }
    }

    private static readonly PngPass[] Adam7 =
    [
        new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2),
    ];

    public static PngHeader Read(ReadOnlySpan<byte> chunk, ByteReader file)
    {
        if (chunk.Length != 13) throw file.Wrong($"chunk IHDR has {chunk.Length} bytes instead of 13");
        uint width = Big(chunk), height = Big(chunk[4..]);
        file.CheckSize(width, height);
        int depth = chunk[8], colour = chunk[9];
        bool allowed = colour switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => throw file.Wrong($"there is no colour type {colour}"),
        };
        if (!allowed) throw file.Wrong($"colour type {colour} has no samples of {depth} bits");
        if (chunk[10] != 0) throw file.Wrong($"there is no compression method {chunk[10]}");
        if (chunk[11] != 0) throw file.Wrong($"there is no filter method {chunk[11]}");
        if (chunk[12] > 1) throw file.Wrong($"there is no interlace method {chunk[12]}");
        return new PngHeader((int)width, (int)height, depth, (PngColour)colour, chunk[12] == 1);
    }

    private static uint Big(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

/// <summary>What a pixel of a PNG file is made of, by the number in the file.</summary>
internal enum PngColour
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}

/// <summary>The pixels of one pass of a PNG file: where the first is, how far the next, and how many.</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY, int Columns = 0, int Rows = 0);
