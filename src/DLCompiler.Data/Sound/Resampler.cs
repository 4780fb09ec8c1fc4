namespace DLCompiler.Data;

/// <summary>Brings samples to another rate, by a sinc filter under a Hann window that lets nothing pass above both rates' half.</summary>
/// <remarks>
/// J. O. Smith, "Digital Audio Resampling" (ccrma.stanford.edu/~jos/resample), with the numbers of
/// <c>torchaudio.functional.resample</c>: the sample at moment u of the output is Σᵢ xᵢ · h(i / from − u),
/// h(t) = s · sinc(b t) · cos²(π b t / 2 w) for |b t| &lt; w, where b = min(from, to) · rolloff, s = b / from and w is the number of
/// the sinc's zeros on a side. Time is linear in the longer of input and output.
/// </remarks>
public sealed class Resampler
{
    // Filters for fewer moments than these weights take are kept; rates that share no divisor would fill memory.
    private const long MostKept = 1 << 20;

    private readonly int _from, _to, _zeros;
    private readonly double _base;
    // By phase, made when first needed: threads that make the same one at a time make equal ones.
    private readonly double[]?[] _filters;

    /// <param name="from">The rate of the input in Hz.</param>
    /// <param name="to">The rate of the output in Hz.</param>
    /// <param name="zeros">The zeros of the sinc on each side: more are sharper and slower.</param>
    /// <param name="rolloff">Where the filter's edge is, as a share of half of the lower rate: from above 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rate or the zeros are not positive, or the rolloff is not from above 0 to 1.
    /// </exception>
    public Resampler(int from, int to, int zeros = 6, double rolloff = 0.99)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(to);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(zeros);
        if (!(rolloff is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rolloff), rolloff, "The rolloff is from above 0 to 1.");
        (From, To) = (from, to);
        int divisor = Divisor(from, to);
        (_from, _to, _zeros) = (from / divisor, to / divisor, zeros);
        _base = Math.Min(_from, _to) * rolloff;
        _filters = _to * ((2.0 * Reach) + 1) <= MostKept ? new double[]?[_to] : [];
    }

    /// <summary>The rate of the input in Hz.</summary>
    public int From { get; }

    /// <summary>The rate of the output in Hz.</summary>
    public int To { get; }

    // The input's samples on each side of a moment that count.
    private double Reach => (double)_zeros * _from / _base;

    /// <summary>The samples that so many become: ⌈length · to / from⌉.</summary>
    /// <param name="length">Samples of the input.</param>
    public long LengthOf(int length) => (((long)length * _to) + _from - 1) / _from;

    /// <summary>Brings a channel to the other rate.</summary>
    /// <param name="samples">[length] at the rate <see cref="From"/>.</param>
    /// <param name="most">The samples at the start of the output that are wanted: the rest are not computed.</param>
    /// <returns>[min(<see cref="LengthOf"/>(length), <paramref name="most"/>)] at the rate <see cref="To"/>.</returns>
    /// <exception cref="ArgumentException">The output would be larger than an array can be.</exception>
    public float[] Resample(ReadOnlySpan<float> samples, int most = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        long length = Math.Min(LengthOf(samples.Length), most);
        if (length > Array.MaxLength) throw new ArgumentException($"{samples.Length} samples would become {length}.", nameof(samples));
        if (_from == _to) return samples[..(int)length].ToArray();
        var output = new float[length];
        for (int n = 0; n < output.Length; n++) output[n] = At(samples, n);
        return output;
    }

    /// <summary>Brings all channels to the other rate.</summary>
    /// <param name="sound">A sound at the rate <see cref="From"/>.</param>
    /// <exception cref="ArgumentException">The sound has another rate.</exception>
    public Waveform Resample(Waveform sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        if (sound.SampleRate != From) throw new ArgumentException($"The sound has {sound.SampleRate} Hz, not {From}.", nameof(sound));
        if (_from == _to) return sound;
        if (sound.Channels == 1) return new Waveform(Resample(sound.Samples), To);
        long length = LengthOf(sound.Length);
        if (length * sound.Channels > Array.MaxLength)
            throw new ArgumentException($"{sound.Length} samples would become {length}.", nameof(sound));
        var output = new float[length * sound.Channels];
        for (int channel = 0; channel < sound.Channels; channel++)
        {
            float[] one = Resample(sound.Channel(channel));
            for (int i = 0; i < one.Length; i++) output[(i * sound.Channels) + channel] = one[i];
        }

        return new Waveform(output, To, sound.Channels);
    }

    private float At(ReadOnlySpan<float> samples, int n)
    {
        // The moment is n · from / to samples into the input: a whole number of them, and a part that is the filter's phase.
        long whole = Math.DivRem((long)n * _from, _to, out long part);
        double phase = (double)part / _to;
        long first = whole + (long)Math.Ceiling(phase - Reach);
        long last = whole + (long)Math.Floor(phase + Reach);
        int start = (int)Math.Max(first, 0);
        int end = (int)Math.Min(last + 1, samples.Length);
        double sum = 0;
        if (_filters.Length == 0)
        {
            for (int i = start; i < end; i++) sum += samples[i] * Weight(i - whole - phase);
            return (float)sum;
        }

        double[] filter = _filters[part] ??= Filter(phase, (int)(last - first + 1), first - whole);
        for (int i = start; i < end; i++) sum += samples[i] * filter[i - first];
        return (float)sum;
    }

    private double[] Filter(double phase, int count, long first)
    {
        var filter = new double[count];
        for (int i = 0; i < count; i++) filter[i] = Weight(first + i - phase);
        return filter;
    }

    private double Weight(double samples)
    {
        double t = samples * _base / _from;
        if (Math.Abs(t) >= _zeros) return 0;
        double window = Math.Cos(t * Math.PI / _zeros / 2);
        double sinc = t == 0 ? 1 : Math.Sin(t * Math.PI) / (t * Math.PI);
        return sinc * window * window * _base / _from;
    }

    private static int Divisor(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
