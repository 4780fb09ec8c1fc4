using System.Text.Json;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>How an <see cref="ImageEncoder"/> makes pictures of one size.</summary>
public enum ImageFraming
{
    /// <summary>Each side is scaled by itself: all is seen, perhaps distorted.</summary>
    Stretch,

    /// <summary>The picture is scaled until it fills the size, and its middle is used.</summary>
    Crop,

    /// <summary>The picture is scaled until it fits into the size, in the middle of black.</summary>
    Pad,
}

/// <summary>
/// Turns pictures into arrays of floats [channels, height, width] as networks take them: of one size, in gray or RGB, samples from
/// 0 to 1, then less a mean and divided by a deviation, channel by channel.
/// </summary>
/// <example>
/// <code>
/// var encoder = new ImageEncoder(224, 224)
/// {
///     Framing = ImageFraming.Crop, ShorterSide = 256,
///     Mean = ImageEncoder.ImageNetMean, Deviation = ImageEncoder.ImageNetDeviation,
/// };
/// float[] x = encoder.Encode(Image.Load("cat.jpg"));   // [3, 224, 224]
/// </code>
/// </example>
public sealed class ImageEncoder
{
    private float[] _mean;
    private float[] _deviation;

    /// <param name="width">The width of the encoded pictures, in pixels.</param>
    /// <param name="height">Their height.</param>
    /// <param name="channels">1 for gray, 3 for RGB.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A side is not positive, there are more than <see cref="Image.MaxPixels"/>, or the channels are neither 1 nor 3.
    /// </exception>
    public ImageEncoder(int width, int height, int channels = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height, Image.MaxPixels, nameof(height));
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "Pictures are encoded in 1 channel (gray) or 3 (RGB).");
        (Width, Height, Channels) = (width, height, channels);
        (_mean, _deviation) = (new float[channels], [.. Enumerable.Repeat(1f, channels)]);
    }

    /// <summary>The mean of ImageNet's red, green and blue samples from 0 to 1, as torchvision's models expect them.</summary>
    public static IReadOnlyList<float> ImageNetMean { get; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Their standard deviation.</summary>
    public static IReadOnlyList<float> ImageNetDeviation { get; } = [0.229f, 0.224f, 0.225f];

    /// <summary>The width of the encoded pictures, in pixels.</summary>
    public int Width { get; }

    /// <summary>Their height.</summary>
    public int Height { get; }

    /// <summary>Their channels: 1 for gray, 3 for RGB.</summary>
    public int Channels { get; }

    /// <summary>The numbers that a picture becomes: channels × height × width.</summary>
    public int Count => Channels * Height * Width;

    /// <summary>How pictures are brought to the size.</summary>
    public ImageFraming Framing { get; init; }

    /// <summary>
    /// With <see cref="ImageFraming.Crop"/>, the pixels that the shorter side has before the middle is cut out: 256 for 224 is what
    /// ImageNet's models are tested with. Null for as few as fill the size.
    /// </summary>
    public int? ShorterSide { get; init; }

    /// <summary>How pixels are made where a picture is scaled.</summary>
    public Interpolation Interpolation { get; init; }

    /// <summary>What is subtracted from each channel's samples from 0 to 1; zeros unless it is stated or fitted.</summary>
    /// <exception cref="ArgumentException">There is not one finite number a channel.</exception>
    public IReadOnlyList<float> Mean
    {
        get => _mean;
        init => _mean = Checked(value, nameof(Mean), positive: false);
    }

    /// <summary>What each channel's samples are divided by; ones unless it is stated or fitted.</summary>
    /// <exception cref="ArgumentException">There is not one finite number above 0 a channel.</exception>
    public IReadOnlyList<float> Deviation
    {
        get => _deviation;
        init => _deviation = Checked(value, nameof(Deviation), positive: true);
    }

    /// <summary>Takes the mean and the standard deviation of each channel from pictures, once they have the size.</summary>
    /// <remarks>A channel that does not vary is divided by 1.</remarks>
    /// <param name="training">Pictures that train: with others, what a test is to find out would be known beforehand.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public void Fit(IEnumerable<Image> training)
    {
        ArgumentNullException.ThrowIfNull(training);
        long count = 0;
        Span<long> sums = stackalloc long[3], squares = stackalloc long[3];
        foreach (var image in training)
        {
            // Sums of bytes are exact: no order of the pictures gives other numbers.
            var samples = Framed(image).Samples;
            for (int at = 0; at < samples.Length; at += Channels)
            {
                for (int c = 0; c < Channels; c++)
                {
                    sums[c] += samples[at + c];
                    squares[c] += samples[at + c] * samples[at + c];
                }
            }

            count += Width * Height;
        }

        if (count == 0) throw new ArgumentException("There are no pictures to fit an encoder to.", nameof(training));
        var (mean, deviation) = (new float[Channels], new float[Channels]);
        for (int c = 0; c < Channels; c++)
        {
            Int128 spread = ((Int128)count * squares[c]) - ((Int128)sums[c] * sums[c]);
            mean[c] = (float)((double)sums[c] / count / byte.MaxValue);
            deviation[c] = spread == 0 ? 1 : (float)(Math.Sqrt((double)spread) / count / byte.MaxValue);
        }

        (_mean, _deviation) = (mean, deviation);
    }

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">A picture of any size.</param>
    /// <returns>[<see cref="Channels"/>, <see cref="Height"/>, <see cref="Width"/>].</returns>
    public float[] Encode(Image image)
    {
        var code = new float[Count];
        Encode(image, code);
        return code;
    }

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">A picture of any size.</param>
    /// <param name="code">Receives <see cref="Count"/> numbers: [channels, height, width].</param>
    /// <exception cref="ArgumentException">There is room for more or fewer.</exception>
    public void Encode(Image image, Span<float> code)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (code.Length != Count) throw new ArgumentException($"A picture has {Count} numbers, not {code.Length}.", nameof(code));
        var samples = Framed(image).Samples;
        int plane = Width * Height;
        for (int c = 0; c < Channels; c++)
        {
            var (mean, deviation) = (_mean[c], _deviation[c]);
            var channel = code.Slice(c * plane, plane);
            for (int i = 0, at = c; i < plane; i++, at += Channels)
                channel[i] = ((samples[at] / (float)byte.MaxValue) - mean) / deviation;
        }
    }

    /// <summary>Encodes pictures.</summary>
    /// <param name="images">Pictures of any sizes.</param>
    /// <returns>[pictures, <see cref="Channels"/>, <see cref="Height"/>, <see cref="Width"/>].</returns>
    public float[] Encode(IEnumerable<Image> images)
    {
        ArgumentNullException.ThrowIfNull(images);

        // Pictures that are read one by one need not be in memory together.
        float[][] each = [.. images.Select(Encode)];
        var codes = new float[checked(each.Length * Count)];
        for (int i = 0; i < each.Length; i++) each[i].CopyTo(codes.AsSpan(i * Count));
        return codes;
    }

    /// <summary>The picture that has this code, rounded and limited to 8 bits.</summary>
    /// <param name="code">[channels, height, width], such as a network gives: not always exactly those of a picture.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than <see cref="Count"/>.</exception>
    public Image Decode(ReadOnlySpan<float> code)
    {
        if (code.Length != Count) throw new ArgumentException($"A picture has {Count} numbers, not {code.Length}.", nameof(code));
        var samples = new byte[Count];
        int plane = Width * Height;
        for (int i = 0; i < code.Length; i++)
        {
            int channel = i / plane;
            float sample = ((code[i] * _deviation[channel]) + _mean[channel]) * byte.MaxValue;

            // A NaN is no number to be limited: it becomes black.
            if (float.IsNaN(sample)) sample = 0;
            samples[((i % plane) * Channels) + channel] = (byte)Math.Clamp(MathF.Round(sample), 0, byte.MaxValue);
        }

        return new Image(Width, Height, Channels, samples);
    }

    /// <summary>The encoder as JSON, to be kept with the weights.</summary>
    public string ToJson() => new JsonObject
    {
        ["width"] = Width,
        ["height"] = Height,
        ["channels"] = Channels,
        ["framing"] = Framing.ToString(),
        ["shorter side"] = ShorterSide ?? 0,
        ["interpolation"] = Interpolation.ToString(),
        ["mean"] = EncoderState.Array(_mean.Select(m => (double)m)),
        ["deviation"] = EncoderState.Array(_deviation.Select(d => (double)d)),
    }.ToJsonString();

    /// <summary>An encoder that gives the same numbers as the one that was saved.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <exception cref="DataException">It is damaged; the message says where.</exception>
    public static ImageEncoder FromJson(string json)
    {
        try
        {
            var state = new EncoderState(JsonNode.Parse(json));
            return new ImageEncoder(state.Count("width"), state.Count("height"), state.Count("channels"))
            {
                Framing = Named<ImageFraming>(state.Text("framing")),
                ShorterSide = state.Number("shorter side") is > 0 and var side ? checked((int)side) : null,
                Interpolation = Named<Interpolation>(state.Text("interpolation")),
                Mean = [.. state.Numbers("mean").Select(m => (float)m)],
                Deviation = [.. state.Numbers("deviation").Select(d => (float)d)],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw EncoderState.Damaged(e.Message, e);
        }
    }

    private static T Named<T>(string name)
        where T : struct, Enum =>
        Enum.TryParse(name, out T value) && Enum.IsDefined(value) ? value : throw EncoderState.Damaged($"'{name}' is no {typeof(T).Name}");

    private float[] Checked(IReadOnlyList<float> values, string name, bool positive)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == Channels && values.All(v => float.IsFinite(v) && (!positive || v > 0))) return [.. values];
        string number = positive ? "finite number above 0" : "finite number";
        throw new ArgumentException($"{name} is one {number} for each of {Channels} channels.", name);
    }

    /// <summary>The picture in the encoder's size and channels.</summary>
    private Image Framed(Image image)
    {
        image = Channels == 1 ? image.ToGray() : image.ToRgb();
        if (Framing == ImageFraming.Stretch) return image.Resize(Width, Height, Interpolation);
        double fill = Math.Max((double)Width / image.Width, (double)Height / image.Height);
        double fit = Math.Min((double)Width / image.Width, (double)Height / image.Height);
        if (Framing == ImageFraming.Crop)
        {
            if (ShorterSide is { } side) fill = Math.Max(fill, (double)side / Math.Min(image.Width, image.Height));
            int width = Math.Max(Width, Scaled(image.Width, fill)), height = Math.Max(Height, Scaled(image.Height, fill));
            return image.Resize(width, height, Interpolation).CenterCrop(Width, Height);
        }

        int inner = Math.Clamp(Scaled(image.Width, fit), 1, Width), high = Math.Clamp(Scaled(image.Height, fit), 1, Height);
        int left = (Width - inner) / 2, top = (Height - high) / 2;
        return image.Resize(inner, high, Interpolation).Pad(left, top, Width - inner - left, Height - high - top);
    }

    private static int Scaled(int side, double scale) => (int)Math.Min(Math.Round(side * scale), int.MaxValue);
}
