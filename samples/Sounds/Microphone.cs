using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>
/// What happens to a word before a network hears it: it is somewhere within a second, louder or quieter, and in noise. Training hears
/// each recording another way each time; the test hears each once, always the same way.
/// </summary>
internal static class Microphone
{
    private const double MostGain = 6; // decibels
    private const double LeastNoise = 15, MostNoise = 0; // decibels from the noise's power to the sound's

    /// <summary>A second with the sound in its middle; a longer sound loses both ends.</summary>
    public static Waveform Record(Waveform sound)
    {
        var whole = sound.Mono();
        var second = new float[whole.SampleRate];
        int kept = Math.Min(whole.Length, second.Length);
        whole.Samples.Slice((whole.Length - kept) / 2, kept).CopyTo(second.AsSpan((second.Length - kept) / 2));
        return new Waveform(second, whole.SampleRate);
    }

    /// <summary>Changes the samples of a second.</summary>
    /// <param name="samples">What <see cref="Record"/> gave.</param>
    /// <param name="length">The samples of the sound in their middle: no more than the silence around it is lost.</param>
    /// <param name="random">The random numbers.</param>
    public static void Disturb(Span<float> samples, int length, ref ItemRandom random)
    {
        SoundAugmentation.Gain(samples, MostGain, ref random);
        SoundAugmentation.Shift(samples, Math.Max(0, samples.Length - length) / 2, ref random);
        SoundAugmentation.AddNoise(samples, double.Lerp(MostNoise, LeastNoise, random.NextDouble()), ref random);
    }
}
