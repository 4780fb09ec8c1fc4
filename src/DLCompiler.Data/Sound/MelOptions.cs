namespace DLCompiler.Data;

/// <summary>What a mel is.</summary>
public enum MelScale
{
    /// <summary>2595 · log₁₀(1 + Hz / 700) (HTK; O'Shaughnessy 1987).</summary>
    Htk,

    /// <summary>
    /// 3 Hz / 200 up to 1000 Hz, and logarithmic above: 15 + 27 · ln(Hz / 1000) / ln 6.4 (Slaney's Auditory Toolbox, 1998).
    /// </summary>
    Slaney,
}

/// <summary>How the triangles of mel bands are scaled.</summary>
public enum MelNorm
{
    /// <summary>Their peaks are 1.</summary>
    None,

    /// <summary>Their areas are: each is divided by half its width in Hz.</summary>
    Slaney,
}

/// <summary>The unit of a mel spectrogram.</summary>
public enum MelUnit
{
    /// <summary>Power, as it is.</summary>
    Power,

    /// <summary>10 · log₁₀(max(power, 10⁻¹⁰)).</summary>
    Decibels,

    /// <summary>ln(power + 10⁻⁶).</summary>
    Log,
}

/// <summary>How a sound becomes a mel spectrogram. What is not said is as in torchaudio's <c>MelSpectrogram</c>.</summary>
public sealed record MelOptions
{
    /// <summary>Samples in a second (Hz).</summary>
    public int SampleRate { get; init; } = 16000;

    /// <summary>How the sound is cut into frames.</summary>
    public StftOptions Stft { get; init; } = new();

    /// <summary>The bands.</summary>
    public int Mels { get; init; } = 128;

    /// <summary>Where the lowest band begins (Hz).</summary>
    public double LowestHz { get; init; }

    /// <summary>Where the highest band ends (Hz); null for ⌊<see cref="SampleRate"/> / 2⌋.</summary>
    public double? HighestHz { get; init; }

    /// <summary>What a mel is.</summary>
    public MelScale Scale { get; init; } = MelScale.Htk;

    /// <summary>How bands are scaled.</summary>
    public MelNorm Norm { get; init; } = MelNorm.None;

    /// <summary>The unit of the result.</summary>
    public MelUnit Unit { get; init; } = MelUnit.Power;

    /// <summary>
    /// With <see cref="MelUnit.Decibels"/>, how far below the loudest number of a sound all others are at most; null for any.
    /// </summary>
    public double? TopDecibels { get; init; }

    internal double Highest => HighestHz ?? SampleRate / 2;

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check()
    {
        if (SampleRate < 2) throw new ArgumentException($"{nameof(SampleRate)} is at least 2 Hz, not {SampleRate}.");
        if (Stft is null) throw new ArgumentException($"{nameof(Stft)} is missing.");
        Stft.Check();
        if (Mels is < 1 or > 1 << 16) throw new ArgumentException($"{nameof(Mels)} is from 1 to {1 << 16}, not {Mels}.");
        if ((long)Mels * Stft.Bins > 1 << 28) throw new ArgumentException($"{Mels} bands of {Stft.Bins} frequencies are too many.");
        if (!(LowestHz >= 0 && LowestHz < Highest && double.IsFinite(Highest)))
            throw new ArgumentException($"{nameof(LowestHz)} ({LowestHz}) is from 0 to below {nameof(HighestHz)} ({Highest}).");
        if (!Enum.IsDefined(Scale) || !Enum.IsDefined(Norm) || !Enum.IsDefined(Unit))
            throw new ArgumentException($"There is no such {nameof(Scale)}, {nameof(Norm)} or {nameof(Unit)}: {Scale}, {Norm}, {Unit}.");
        if (TopDecibels is { } top && !(top > 0 && double.IsFinite(top)))
            throw new ArgumentException($"{nameof(TopDecibels)} is above 0, not {top}.");
        if (TopDecibels is not null && Unit != MelUnit.Decibels)
            throw new ArgumentException($"{nameof(TopDecibels)} needs {nameof(Unit)} {MelUnit.Decibels}, not {Unit}.");
    }
}
