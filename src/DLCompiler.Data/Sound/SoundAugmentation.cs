namespace DLCompiler.Data;

/// <summary>
/// Changes to training sounds that leave what they say as it is. All random numbers are from an <see cref="ItemRandom"/>, so that an
/// example is the same for its seed, epoch and number, whatever else runs.
/// </summary>
/// <example>
/// <code>
/// var random = new ItemRandom(seed, epoch, item);
/// float[] samples = encoder.Samples(sound);
/// SoundAugmentation.Shift(samples, most: 1600, ref random);
/// SoundAugmentation.AddNoise(samples, decibels: 20, ref random);
/// float[] x = encoder.Encode(samples);
/// SoundAugmentation.MaskTime(x, encoder.Bands, widest: 20, ref random);
/// SoundAugmentation.MaskBands(x, encoder.Bands, widest: 8, ref random);
/// </code>
/// </example>
public static class SoundAugmentation
{
    /// <summary>Adds white Gaussian noise. Silence stays silent.</summary>
    /// <param name="samples">The samples, which are written over.</param>
    /// <param name="decibels">The ratio of the sound's power to the noise's, in decibels: 0 is as loud as the sound.</param>
    /// <param name="random">The random numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decibels"/> is not finite.</exception>
    public static void AddNoise(Span<float> samples, double decibels, ref ItemRandom random)
    {
        Finite(decibels, nameof(decibels));
        double power = 0;
        foreach (float sample in samples) power += (double)sample * sample;
        if (power == 0) return;
        double deviation = Math.Sqrt(power / samples.Length) * Math.Pow(10, -decibels / 20);
        for (int i = 0; i < samples.Length; i += 2)
        {
            // Box and Muller (1958): two normal numbers of two even ones.
            double radius = deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            samples[i] += (float)(radius * cos);
            if (i + 1 < samples.Length) samples[i + 1] += (float)(radius * sin);
        }
    }

    /// <summary>
    /// Moves a sound in time, by a whole number of samples from −most to most; silence comes in, and what goes out is lost.
    /// </summary>
    /// <remarks>
    /// It is for samples, before they are encoded: in a spectrogram, any shift but by whole frames puts numbers into other bands.
    /// </remarks>
    /// <param name="samples">The samples, which are written over.</param>
    /// <param name="most">The most samples.</param>
    /// <param name="random">The random numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is negative, or above 2³⁰.</exception>
    public static void Shift(Span<float> samples, int most, ref ItemRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, (int.MaxValue / 2) + 1);
        int shift = most == 0 ? 0 : (int)(random.NextDouble() * ((2L * most) + 1)) - most;
        int kept = samples.Length - Math.Min(Math.Abs(shift), samples.Length);
        if (shift >= 0)
        {
            samples[..kept].CopyTo(samples[^kept..]);
            samples[..^kept].Clear();
        }
        else
        {
            samples[^kept..].CopyTo(samples);
            samples[kept..].Clear();
        }
    }

    /// <summary>Makes a sound louder or quieter, by from −most to most decibels.</summary>
    /// <param name="samples">The samples, which are written over; they may go beyond 1.</param>
    /// <param name="most">The most decibels.</param>
    /// <param name="random">The random numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is negative or not finite.</exception>
    public static void Gain(Span<float> samples, double most, ref ItemRandom random)
    {
        Finite(most, nameof(most));
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        float factor = (float)Math.Pow(10, ((2 * random.NextDouble()) - 1) * most / 20);
        for (int i = 0; i < samples.Length; i++) samples[i] *= factor;
    }

    /// <summary>
    /// Hides frames that follow each other (SpecAugment, Park et al. 2019): from 0 to <paramref name="widest"/> of them.
    /// </summary>
    /// <param name="features">[frames, bands], which are written over.</param>
    /// <param name="bands">The numbers of a frame.</param>
    /// <param name="widest">The most frames; no more than there are.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="value">What hides them: 0 is the mean of standardised numbers.</param>
    /// <exception cref="ArgumentException">
    /// The features are no whole number of frames, or <paramref name="widest"/> is negative.
    /// </exception>
    public static void MaskTime(Span<float> features, int bands, int widest, ref ItemRandom random, float value = 0)
    {
        int frames = Frames(features, bands);
        var (start, width) = Mask(frames, widest, ref random);
        features.Slice(start * bands, width * bands).Fill(value);
    }

    /// <summary>Hides bands that lie side by side, in all frames (SpecAugment): from 0 to <paramref name="widest"/> of them.</summary>
    /// <param name="features">[frames, bands], which are written over.</param>
    /// <param name="bands">The numbers of a frame.</param>
    /// <param name="widest">The most bands; no more than there are.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="value">What hides them: 0 is the mean of standardised numbers.</param>
    /// <exception cref="ArgumentException">
    /// The features are no whole number of frames, or <paramref name="widest"/> is negative.
    /// </exception>
    public static void MaskBands(Span<float> features, int bands, int widest, ref ItemRandom random, float value = 0)
    {
        int frames = Frames(features, bands);
        var (start, width) = Mask(bands, widest, ref random);
        for (int t = 0; t < frames; t++) features.Slice((t * bands) + start, width).Fill(value);
    }

    private static (int Start, int Width) Mask(int size, int widest, ref ItemRandom random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(widest);
        int width = random.Next(Math.Min(widest, size) + 1);
        return (random.Next(size - width + 1), width);
    }

    private static int Frames(ReadOnlySpan<float> features, int bands)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bands);
        return features.Length % bands == 0
            ? features.Length / bands
            : throw new ArgumentException($"{features.Length} numbers are no whole number of frames of {bands}.", nameof(features));
    }

    private static void Finite(double value, string name)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "The number is finite.");
    }
}
