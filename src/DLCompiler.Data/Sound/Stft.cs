using System.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace DLCompiler.Data;

/// <summary>The short-time Fourier transform: which frequencies a sound has, frame after frame, under a Hann window.</summary>
/// <remarks>
/// X[t, k] = Σₙ w[n] · x[t · hop + n] · exp(−2πi k n / N), with w[n] = sin²(π n / window) (the periodic Hann window), not scaled:
/// the numbers of <c>torch.stft</c>. The inverse is the least-squares one of Griffin and Lim (1984), as <c>torch.istft</c>'s.
/// </remarks>
public sealed class Stft
{
    // Of the windows' squares that overlap at a sample: less than this says that no frame knows the sample.
    private const double Unknown = 1e-11;

    private readonly double[] _window;

    /// <param name="options">How frames are cut.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Stft(StftOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        _window = new double[options.FftSize];
        int before = (options.FftSize - options.WindowLength) / 2;
        for (int n = 0; n < options.WindowLength; n++)
            _window[before + n] = Math.Pow(Math.Sin(Math.PI * n / options.WindowLength), 2);

        // A window of one sample passes it: sin² alone would be 0 there.
        if (options.WindowLength == 1) _window[before] = 1;
    }

    /// <summary>How frames are cut.</summary>
    public StftOptions Options { get; }

    /// <summary>The frames of a sound.</summary>
    /// <param name="length">Its samples.</param>
    public int Frames(int length) => Options.Frames(length);

    /// <summary>The transform of each frame.</summary>
    /// <param name="samples">One channel.</param>
    /// <returns>[frames, bins].</returns>
    /// <exception cref="ArgumentException">The sound is shorter than a frame, or too long.</exception>
    public Complex[] Transform(ReadOnlySpan<float> samples)
    {
        int bins = Options.Bins;
        var result = new Complex[FramesOf(samples) * bins];
        Each(samples, (t, frame) => frame.CopyTo(result, t * bins));
        return result;
    }

    /// <summary>The power spectrogram: |X|².</summary>
    /// <param name="samples">One channel.</param>
    /// <returns>[frames, bins].</returns>
    /// <exception cref="ArgumentException">The sound is shorter than a frame, or too long.</exception>
    public float[] Power(ReadOnlySpan<float> samples)
    {
        int bins = Options.Bins;
        var result = new float[FramesOf(samples) * bins];
        EachPower(samples, (t, power) =>
        {
            for (int k = 0; k < bins; k++) result[(t * bins) + k] = (float)power[k];
        });
        return result;
    }

    /// <summary>
    /// The sound of a transform: overlapping frames are added under their windows, and divided by the windows' squares.
    /// </summary>
    /// <param name="transform">[frames, bins].</param>
    /// <param name="length">The samples of the sound.</param>
    /// <returns>
    /// [length]: the sound that was transformed. 0 where no frame is, or the only one's window is 0: beyond the last frame and, if not
    /// centred, at the first sample.
    /// </returns>
    /// <exception cref="ArgumentException">The transform is no whole number of frames.</exception>
    /// <exception cref="InvalidOperationException">Frames do not overlap enough to know each sample.</exception>
    public float[] Inverse(ReadOnlySpan<Complex> transform, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (!Overlaps())
            throw new InvalidOperationException($"A hop of {Options.HopLength} leaves gaps between windows of {Options.WindowLength}.");
        int size = Options.FftSize, bins = Options.Bins;
        if (transform.Length % bins != 0)
            throw new ArgumentException($"{transform.Length} numbers are no whole number of frames of {bins}.", nameof(transform));
        int frames = transform.Length / bins;
        var sum = new double[length];
        var weight = new double[length];
        var frame = new Complex[size];
        for (int t = 0; t < frames; t++)
        {
            transform.Slice(t * bins, bins).CopyTo(frame);

            // A real sound's other frequencies are the conjugates.
            for (int k = bins; k < size; k++) frame[k] = Complex.Conjugate(frame[size - k]);
            Fourier.Inverse(frame, FourierOptions.AsymmetricScaling);
            long start = ((long)t * Options.HopLength) - Options.Padding;
            for (int n = (int)Math.Clamp(-start, 0, size); n < size && start + n < length; n++)
            {
                sum[start + n] += frame[n].Real * _window[n];
                weight[start + n] += _window[n] * _window[n];
            }
        }

        var samples = new float[length];
        for (int i = 0; i < samples.Length; i++) samples[i] = weight[i] > Unknown ? (float)(sum[i] / weight[i]) : 0;
        return samples;
    }

    /// <summary>Gives the power of each frame in turn, in an array that is used again.</summary>
    internal void EachPower(ReadOnlySpan<float> samples, Action<int, double[]> use)
    {
        var power = new double[Options.Bins];
        Each(samples, (t, frame) =>
        {
            for (int k = 0; k < power.Length; k++)
                power[k] = (frame[k].Real * frame[k].Real) + (frame[k].Imaginary * frame[k].Imaginary);
            use(t, power);
        });
    }

    // One complex transform does two frames, as its real and its imaginary part: the one's numbers at k and −k are conjugates, and
    // the other's, times i, are negative ones.
    private void Each(ReadOnlySpan<float> samples, Action<int, Complex[]> use)
    {
        int frames = FramesOf(samples), size = Options.FftSize, bins = Options.Bins;
        var pair = new Complex[size];
        var (first, second) = (new Complex[bins], new Complex[bins]);
        for (int t = 0; t < frames; t += 2)
        {
            bool two = t + 1 < frames;
            for (int n = 0; n < size; n++) pair[n] = new Complex(Windowed(samples, t, n), two ? Windowed(samples, t + 1, n) : 0);
            Fourier.Forward(pair, FourierOptions.NoScaling);
            for (int k = 0; k < bins; k++)
            {
                Complex a = pair[k], b = pair[k == 0 ? 0 : size - k];
                first[k] = new Complex(a.Real + b.Real, a.Imaginary - b.Imaginary) / 2;
                second[k] = new Complex(a.Imaginary + b.Imaginary, b.Real - a.Real) / 2;
            }

            use(t, first);
            if (two) use(t + 1, second);
        }
    }

    private int FramesOf(ReadOnlySpan<float> samples)
    {
        int frames = Frames(samples.Length);
        if (frames == 0)
            throw new ArgumentException($"A sound has at least {Options.Shortest} samples, not {samples.Length}.", nameof(samples));
        if ((long)frames * Options.Bins > Array.MaxLength)
            throw new ArgumentException($"{frames} frames of {Options.Bins} numbers are more than an array holds.", nameof(samples));
        return frames;
    }

    private double Windowed(ReadOnlySpan<float> samples, int t, int n)
    {
        long i = Math.Abs(((long)t * Options.HopLength) - Options.Padding + n);
        if (i >= samples.Length) i = (2L * (samples.Length - 1)) - i;
        return _window[n] * samples[(int)i];
    }

    private bool Overlaps()
    {
        for (int n = 0; n < Options.HopLength; n++)
        {
            double weight = 0;
            for (int i = n; i < _window.Length; i += Options.HopLength) weight += _window[i] * _window[i];
            if (weight <= Unknown) return false;
        }

        return true;
    }
}
