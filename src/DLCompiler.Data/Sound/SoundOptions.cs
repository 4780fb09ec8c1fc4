namespace DLCompiler.Data;

/// <summary>Over what the numbers of a sound are brought to a mean of 0 and a deviation of 1.</summary>
public enum SoundScaling
{
    /// <summary>They are left as they are.</summary>
    None,

    /// <summary>Over all numbers of all training sounds.</summary>
    Whole,

    /// <summary>Over each band, or coefficient, of all training sounds.</summary>
    PerBand,
}

/// <summary>How a <see cref="SoundEncoder"/> turns sounds into numbers.</summary>
public sealed record SoundOptions
{
    /// <summary>
    /// The mel spectrogram, and the rate that all sounds are brought to. By default 64 bands, 25 ms every 10 ms, as
    /// logarithms.
    /// </summary>
    public MelOptions Mel { get; init; } = new()
    {
        Stft = new() { FftSize = 512, WindowSize = 400, Hop = 160 },
        Mels = 64,
        Unit = MelUnit.Log,
    };

    /// <summary>
    /// The samples of every sound, at the rate of <see cref="Mel"/>: longer ones lose their end, shorter ones end in silence.
    /// </summary>
    public int Length { get; init; } = 16000;

    /// <summary>The mel-frequency cepstral coefficients of a frame; null for the mel spectrogram itself.</summary>
    public int? Coefficients { get; init; }

    /// <summary>What is standardised.</summary>
    public SoundScaling Scaling { get; init; } = SoundScaling.PerBand;
}
