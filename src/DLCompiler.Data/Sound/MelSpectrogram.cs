namespace DLCompiler.Data;

/// <summary>A power spectrogram gathered into bands as wide as an ear tells apart.</summary>
/// <remarks>
/// The numbers of torchaudio's <c>MelSpectrogram</c> and <c>AmplitudeToDB</c>, but with a frame's bands side by side: [frames, mels],
/// as a model with an input of <c>[Shape("N", 1, T, M)]</c> takes them.
/// </remarks>
public sealed class MelSpectrogram
{
    private const double LeastPower = 1e-10;
    private const double LogOffset = 1e-6;

    private readonly Stft _stft;
    private readonly MelBand[] _bands;

    /// <param name="options">What to compute.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public MelSpectrogram(MelOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        _stft = new Stft(options.Stft);
        _bands = MelBand.Bank(options);
    }

    /// <summary>What is computed.</summary>
    public MelOptions Options { get; }

    /// <summary>The frames of a sound.</summary>
    /// <param name="length">Its samples.</param>
    public int Frames(int length) => _stft.Frames(length);

    /// <summary>The spectrogram of a sound.</summary>
    /// <param name="samples">One channel at the rate of the options.</param>
    /// <returns>[frames, mels].</returns>
    /// <exception cref="ArgumentException">The sound is shorter than a frame, or too long.</exception>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        double[] mels = InDouble(samples, Options.Unit, Options.TopDecibels);
        var result = new float[mels.Length];
        for (int i = 0; i < mels.Length; i++) result[i] = (float)mels[i];
        return result;
    }

    /// <summary>
    /// A spectrogram of power in decibels: 10 · log₁₀(max(power, 10⁻¹⁰)), at most <paramref name="top"/> below the loudest.
    /// </summary>
    /// <param name="power">The power, which is written over.</param>
    /// <param name="top">In decibels; null for no bound.</param>
    public static void ToDecibels(Span<float> power, double? top = null)
    {
        var values = new double[power.Length];
        for (int i = 0; i < values.Length; i++) values[i] = power[i];
        Convert(values, MelUnit.Decibels, top);
        for (int i = 0; i < values.Length; i++) power[i] = (float)values[i];
    }

    /// <summary>The spectrogram before it is rounded to floats.</summary>
    internal double[] InDouble(ReadOnlySpan<float> samples, MelUnit unit, double? top)
    {
        long count = (long)Frames(samples.Length) * Options.Mels;
        if (count > Array.MaxLength) throw new ArgumentException($"{count} numbers are more than an array holds.", nameof(samples));
        var mels = new double[count];
        _stft.EachPower(samples, (t, power) =>
        {
            for (int m = 0; m < _bands.Length; m++) mels[(t * _bands.Length) + m] = _bands[m].Of(power);
        });
        Convert(mels, unit, top);
        return mels;
    }

    private static void Convert(double[] power, MelUnit unit, double? top)
    {
        if (unit == MelUnit.Power || power.Length == 0) return;
        for (int i = 0; i < power.Length; i++)
            power[i] = unit == MelUnit.Log ? Math.Log(power[i] + LogOffset) : 10 * Math.Log10(Math.Max(power[i], LeastPower));
        if (top is null) return;
        double least = power.Max() - top.Value;
        for (int i = 0; i < power.Length; i++) power[i] = Math.Max(power[i], least);
    }
}
