namespace DLCompiler.Data;

/// <summary>Mel-frequency cepstral coefficients: the cosine transform of each frame of a mel spectrogram in decibels.</summary>
/// <remarks>
/// The numbers of torchaudio's <c>MFCC</c>: c[k] = s[k] · √(2 / M) · Σₘ mel[m] · cos(π k (m + ½) / M), with s[0] = 1 / √2 and
/// otherwise 1 (the orthonormal DCT-II), but with a frame's coefficients side by side: [frames, coefficients].
/// </remarks>
public sealed class Mfcc
{
    /// <summary>What torchaudio bounds the range of a sound to where no <see cref="MelOptions.TopDecibels"/> is said.</summary>
    public const double DefaultTopDecibels = 80;

    private readonly MelSpectrogram _mels;
    private readonly double[] _cosines;

    /// <param name="options">
    /// The mel spectrogram. Its unit is <see cref="MelUnit.Log"/> or, for the other two, decibels; without
    /// <see cref="MelOptions.TopDecibels"/> these are at most <see cref="DefaultTopDecibels"/> below the loudest.
    /// </param>
    /// <param name="coefficients">The coefficients, the lowest first.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there are more coefficients than bands.</exception>
    public Mfcc(MelOptions options, int coefficients = 40)
    {
        _mels = new MelSpectrogram(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coefficients);
        if (coefficients > options.Mels)
            throw new ArgumentException($"{options.Mels} bands have no {coefficients} coefficients.", nameof(coefficients));
        Coefficients = coefficients;
        int mels = options.Mels;
        _cosines = new double[coefficients * mels];
        for (int i = 0; i < _cosines.Length; i++)
        {
            var (k, m) = Math.DivRem(i, mels);
            _cosines[i] = Math.Cos(Math.PI / mels * (m + 0.5) * k) * Math.Sqrt((k == 0 ? 1.0 : 2.0) / mels);
        }
    }

    /// <summary>The mel spectrogram.</summary>
    public MelOptions Options => _mels.Options;

    /// <summary>The coefficients of a frame.</summary>
    public int Coefficients { get; }

    /// <summary>The frames of a sound.</summary>
    /// <param name="length">Its samples.</param>
    public int Frames(int length) => _mels.Frames(length);

    /// <summary>The coefficients of a sound.</summary>
    /// <param name="samples">One channel at the rate of the options.</param>
    /// <returns>[frames, coefficients].</returns>
    /// <exception cref="ArgumentException">The sound is shorter than a frame, or too long.</exception>
    public float[] Compute(ReadOnlySpan<float> samples)
    {
        bool log = Options.Unit == MelUnit.Log;
        double? top = log ? null : Options.TopDecibels ?? DefaultTopDecibels;
        double[] mels = _mels.InDouble(samples, log ? MelUnit.Log : MelUnit.Decibels, top);
        int frames = Frames(samples.Length);
        var result = new float[frames * Coefficients];
        for (int t = 0; t < frames; t++)
        {
            var frame = mels.AsSpan(t * Options.Mels, Options.Mels);
            for (int k = 0; k < Coefficients; k++)
            {
                double sum = 0;
                for (int m = 0; m < frame.Length; m++) sum += frame[m] * _cosines[(k * frame.Length) + m];
                result[(t * Coefficients) + k] = (float)sum;
            }
        }

        return result;
    }
}
