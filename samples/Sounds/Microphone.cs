using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>
/// What happens to a word before a network hears it: it is louder or quieter, not quite in the middle, and in noise. Training hears
/// each recording another way each time; the test hears each once, always the same way.
/// </summary>
internal static class Microphone
{
    private const double MostGain = 6; // decibels
    private const int MostShift = 800; // samples: a tenth of a second
    private const double LeastNoise = 20, MostNoise = 5; // decibels between the sound and the noise

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
    public static void Disturb(Span<float> samples, ref ItemRandom random)
    {
        SoundAugmentation.Gain(samples, MostGain, ref random);
        SoundAugmentation.Shift(samples, MostShift, ref random);
        SoundAugmentation.AddNoise(samples, double.Lerp(MostNoise, LeastNoise, random.NextDouble()), ref random);
    }
}
