namespace DLCompiler.Data;

/// <summary>A sound as numbers: samples from −1 to 1, so many a second, of one or more channels.</summary>
public sealed class Waveform
{
    private readonly float[] _samples;

    /// <param name="samples">
    /// [<see cref="Length"/>, <paramref name="channels"/>]: the channels of a moment side by side. It is not copied.
    /// </param>
    /// <param name="sampleRate">Samples of a channel in a second (Hz).</param>
    /// <param name="channels">The channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the number of channels is not positive.</exception>
    /// <exception cref="ArgumentException">The samples are no whole number of moments.</exception>
    public Waveform(float[] samples, int sampleRate, int channels = 1)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (samples.Length % channels != 0)
            throw new ArgumentException($"{samples.Length} samples are no whole number for each of {channels} channels.", nameof(samples));
        _samples = samples;
        SampleRate = sampleRate;
        Channels = channels;
    }

    /// <summary>[<see cref="Length"/>, <see cref="Channels"/>], from −1 to 1; a sound of floats may go beyond.</summary>
    public ReadOnlySpan<float> Samples => _samples;

    /// <summary>Samples of a channel in a second (Hz).</summary>
    public int SampleRate { get; }

    /// <summary>The channels.</summary>
    public int Channels { get; }

    /// <summary>The samples of each channel.</summary>
    public int Length => _samples.Length / Channels;

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Length / SampleRate);

    /// <summary>One channel, the mean of all.</summary>
    public Waveform Mono()
    {
        if (Channels == 1) return this;
        var mono = new float[Length];
        for (int i = 0; i < mono.Length; i++)
        {
            double sum = 0;
            foreach (float sample in _samples.AsSpan(i * Channels, Channels)) sum += sample;
            mono[i] = (float)(sum / Channels);
        }

        return new Waveform(mono, SampleRate);
    }

    /// <summary>The samples of one channel.</summary>
    /// <param name="channel">Its number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such channel.</exception>
    public float[] Channel(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        var samples = new float[Length];
        for (int i = 0; i < samples.Length; i++) samples[i] = _samples[(i * Channels) + channel];
        return samples;
    }
}
