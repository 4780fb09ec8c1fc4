namespace DLCompiler.Data;

/// <summary>
/// A picture of 8-bit samples: gray (1 channel), RGB (3) or RGB with opacity (4). It does not change: what alters it gives another.
/// </summary>
/// <example>
/// <code>
/// var picture = Image.Load("cat.jpg").ToRgb().Resize(224, 224);
/// picture.SavePng("cat-224.png");
/// </code>
/// </example>
public sealed class Image
{
    /// <summary>The pixels that a picture may have at most: what claims more is taken for damaged.</summary>
    public const int MaxPixels = 1 << 28;

    private readonly byte[] _samples;

    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 for gray, 3 for RGB, 4 for RGB and opacity (255 is opaque).</param>
    /// <param name="samples">[height, width, channels], the top row first: a copy is taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A side is not positive, there are more than <see cref="MaxPixels"/>, or the channels are not 1, 3 or 4.
    /// </exception>
    /// <exception cref="ArgumentException">There are more or fewer samples.</exception>
    public Image(int width, int height, int channels, ReadOnlySpan<byte> samples)
        : this(width, height, channels, samples.ToArray())
    {
    }

    /// <summary>A picture of these samples themselves.</summary>
    internal Image(int width, int height, int channels, byte[] samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if ((long)width * height > MaxPixels)
            throw new ArgumentOutOfRangeException(nameof(height), height, $"A picture has at most {MaxPixels} pixels.");
        if (channels is not (1 or 3 or 4))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "A picture has 1, 3 or 4 channels.");
        if (samples.Length != width * height * channels)
        {
            throw new ArgumentException(
                $"{width} × {height} pixels of {channels} channels are {width * height * channels} samples, not {samples.Length}.",
                nameof(samples));
        }

        (Width, Height, Channels, _samples) = (width, height, channels, samples);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Samples of a pixel: 1 for gray, 3 for RGB, 4 for RGB and opacity.</summary>
    public int Channels { get; }

    /// <summary>The samples: [<see cref="Height"/>, <see cref="Width"/>, <see cref="Channels"/>], the top row first.</summary>
    public ReadOnlySpan<byte> Samples => _samples;

    /// <summary>The samples of a pixel.</summary>
    /// <param name="x">The column, from 0 at the left.</param>
    /// <param name="y">The row, from 0 at the top.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pixel.</exception>
    public ReadOnlySpan<byte> this[int x, int y]
    {
        get
        {
            if ((uint)x >= (uint)Width) throw new ArgumentOutOfRangeException(nameof(x), x, $"There are columns 0 to {Width - 1}.");
            if ((uint)y >= (uint)Height) throw new ArgumentOutOfRangeException(nameof(y), y, $"There are rows 0 to {Height - 1}.");
            return _samples.AsSpan(((y * Width) + x) * Channels, Channels);
        }
    }

    /// <summary>Reads a file in PNG, JPEG, BMP or PPM (PGM, PBM) format; its first bytes tell which.</summary>
    /// <remarks>
    /// Samples of 16 bits are reduced to 8. Colour profiles, gamma and the orientation that a camera notes are not applied, as
    /// PIL and torchvision do not.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="DataException">
    /// It cannot be read, is of no such format, truncated or damaged; the message names the file and says what is wrong.
    /// </exception>
    public static Image Load(string path) => ImageFormats.Read(DataFile.ReadAll(path), path);

    /// <summary>Reads a picture to the end of a stream, in a format that <see cref="Load"/> reads.</summary>
    /// <param name="stream">The bytes; it stays open.</param>
    /// <param name="name">What stands for the file's name in a message.</param>
    /// <exception cref="DataException">The bytes are of no such format, truncated or damaged.</exception>
    public static Image Read(Stream stream, string name) => ImageFormats.Read(DataFile.ReadAll(stream, name), name);

    /// <summary>The picture as the bytes of a PNG file: <c>data:image/png;base64,</c> and their base 64 is its address in HTML.</summary>
    public byte[] ToPng() => PngWriter.Write(this);

    /// <summary>Writes a PNG file.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SavePng(string path) => File.WriteAllBytes(path, ToPng());

    /// <summary>Writes a PPM file (P6), or PGM (P5) where the picture is gray; opacity is left out, as the format has none.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void SavePpm(string path)
    {
        using var file = File.Create(path);
        file.Write(System.Text.Encoding.ASCII.GetBytes($"{(Channels == 1 ? "P5" : "P6")}\n{Width} {Height}\n255\n"));
        file.Write(Channels == 4 ? ToRgb().Samples : Samples);
    }

    /// <summary>The picture in gray: luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, with PIL's rounding; opacity is left out.</summary>
    public Image ToGray()
    {
        if (Channels == 1) return this;
        var gray = new byte[Width * Height];
        for (int i = 0, at = 0; i < gray.Length; i++, at += Channels)
        {
            int luma = (_samples[at] * 19595) + (_samples[at + 1] * 38470) + (_samples[at + 2] * 7471);
            gray[i] = (byte)((luma + 0x8000) >> 16);
        }

        return new Image(Width, Height, 1, gray);
    }

    /// <summary>The picture in three channels: gray three times; opacity is left out, not laid over a background.</summary>
    public Image ToRgb()
    {
        if (Channels == 3) return this;
        var colours = new byte[Width * Height * 3];
        for (int at = 0, from = 0; at < colours.Length; at += 3, from += Channels)
        {
            colours[at] = _samples[from];
            colours[at + 1] = _samples[Channels == 1 ? from : from + 1];
            colours[at + 2] = _samples[Channels == 1 ? from : from + 2];
        }

        return new Image(Width, Height, 3, colours);
    }

    /// <summary>The picture in another size. Opacity is treated like a colour.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="interpolation">How pixels between others are made.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or there are more than <see cref="MaxPixels"/>.</exception>
    public Image Resize(int width, int height, Interpolation interpolation = Interpolation.Area) =>
        (width, height) == (Width, Height) ? this : Resampling.Resize(this, width, height, interpolation);

    /// <summary>A rectangle of the picture.</summary>
    /// <param name="x">The leftmost column, from 0.</param>
    /// <param name="y">The top row, from 0.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is empty, or not all of it is in the picture.</exception>
    public Image Crop(int x, int y, int width, int height)
    {
        CheckSide(x, width, Width, nameof(width));
        CheckSide(y, height, Height, nameof(height));
        var part = new byte[width * height * Channels];
        int row = width * Channels;
        for (int i = 0; i < height; i++)
            _samples.AsSpan((((y + i) * Width) + x) * Channels, row).CopyTo(part.AsSpan(i * row));
        return new Image(width, height, Channels, part);

        static void CheckSide(int from, int length, int all, string name)
        {
            if (from < 0 || length < 1 || length > all - from)
                throw new ArgumentOutOfRangeException(name, length, $"{length} from {from} are not within the {all} of the picture.");
        }
    }

    /// <summary>The middle of the picture; of an odd number of pixels that are left out, one more at the right and at the bottom.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or longer than the picture's.</exception>
    public Image CenterCrop(int width, int height) => Crop((Width - width) / 2, (Height - height) / 2, width, height);

    /// <summary>The picture with a border.</summary>
    /// <param name="left">Columns that are added at the left.</param>
    /// <param name="top">Rows at the top.</param>
    /// <param name="right">Columns at the right.</param>
    /// <param name="bottom">Rows at the bottom.</param>
    /// <param name="value">The border's samples, in all channels: 0 is black.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more than <see cref="MaxPixels"/>.</exception>
    public Image Pad(int left, int top, int right, int bottom, byte value = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        long width = (long)left + Width + right, height = (long)top + Height + bottom;
        if (width > MaxPixels / height)
            throw new ArgumentOutOfRangeException(nameof(right), right, $"A picture has at most {MaxPixels} pixels.");
        var padded = new byte[width * height * Channels];
        if (value != 0) padded.AsSpan().Fill(value);
        int row = Width * Channels;
        for (int y = 0; y < Height; y++)
            _samples.AsSpan(y * row, row).CopyTo(padded.AsSpan((int)(((y + top) * width) + left) * Channels));
        return new Image((int)width, (int)height, Channels, padded);
    }

    /// <summary>The picture with a border that is as broad on all sides.</summary>
    /// <param name="border">The pixels of the border on each side.</param>
    /// <param name="value">The border's samples, in all channels: 0 is black.</param>
    /// <exception cref="ArgumentOutOfRangeException">The border is negative, or there are more than <see cref="MaxPixels"/>.</exception>
    public Image Pad(int border, byte value = 0) => Pad(border, border, border, border, value);
}
