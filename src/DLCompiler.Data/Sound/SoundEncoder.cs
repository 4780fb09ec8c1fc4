using System.Text.Json;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// Turns any sound into an array of one size: one channel, at one rate, of one length, as a mel spectrogram or cepstral
/// coefficients, standardised by what training sounds have.
/// </summary>
/// <example>
/// <code>
/// var encoder = new SoundEncoder(new SoundOptions { Length = 16000 });
/// encoder.Fit(training);
/// float[] x = encoder.Encode(WavFile.Read("yes.wav"));   // [encoder.Frames, encoder.Bands]
/// </code>
/// </example>
/// <remarks>Encoding changes nothing: threads can share a fitted encoder.</remarks>
public sealed class SoundEncoder
{
    private readonly MelSpectrogram? _mels;
    private readonly Mfcc? _mfcc;
    private SoundScale? _scale;

    /// <param name="options">How sounds are encoded.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the length is too short for a frame.</exception>
    public SoundEncoder(SoundOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Mel is null) throw new ArgumentException($"{nameof(options.Mel)} is missing.", nameof(options));
        if (!Enum.IsDefined(options.Scaling))
            throw new ArgumentException($"There is no {nameof(options.Scaling)} {options.Scaling}.", nameof(options));
        Options = options;
        if (options.Coefficients is { } coefficients) _mfcc = new Mfcc(options.Mel, coefficients);
        else _mels = new MelSpectrogram(options.Mel);
        Frames = options.Mel.Stft.Frames(options.Length);
        Bands = options.Coefficients ?? options.Mel.Mels;
        if (Frames == 0)
            throw new ArgumentException($"{options.Length} samples are fewer than a frame of {options.Mel.Stft.FftSize}.", nameof(options));
        if ((long)Frames * Math.Max(options.Mel.Mels, options.Mel.Stft.Bins) > Array.MaxLength)
            throw new ArgumentException($"{Frames} frames of {options.Mel.Stft.Bins} frequencies are too many.", nameof(options));
    }

    /// <summary>How sounds are encoded.</summary>
    public SoundOptions Options { get; }

    /// <summary>The frames of every sound.</summary>
    public int Frames { get; }

    /// <summary>The numbers of a frame: mel bands or coefficients.</summary>
    public int Bands { get; }

    /// <summary>The numbers of a sound: <see cref="Frames"/> · <see cref="Bands"/>.</summary>
    public int Size => Frames * Bands;

    /// <summary>Whether sounds can be encoded: nothing is to be standardised, or <see cref="Fit"/> has seen training sounds.</summary>
    public bool IsFitted => Options.Scaling == SoundScaling.None || _scale is not null;

    private int ScaleSize => Options.Scaling == SoundScaling.Whole ? 1 : Bands;

    /// <summary>Finds the means and deviations. The silence that fills up short sounds counts, as a model sees it too.</summary>
    /// <param name="training">
    /// The sounds that train: with others, what a test is to find out would be known beforehand. They are gone through once.
    /// </param>
    /// <exception cref="DataException">There are none.</exception>
    public void Fit(IEnumerable<Waveform> training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (Options.Scaling == SoundScaling.None) return;
        var fit = new SoundScale.Fit(ScaleSize);
        foreach (var sound in training) fit.Add(Unscaled(Samples(sound)));
        _scale = fit.Result() ?? throw new DataException(default, "there are no sounds to fit an encoder to");
    }

    /// <summary>The samples that are encoded: one channel at the encoder's rate, cut or filled up with silence.</summary>
    /// <param name="sound">A sound of any rate, channels and length.</param>
    /// <returns>[<see cref="SoundOptions.Length"/>].</returns>
    public float[] Samples(Waveform sound)
    {
        ArgumentNullException.ThrowIfNull(sound);
        var samples = new float[Options.Length];
        var resampler = new Resampler(sound.SampleRate, Options.Mel.SampleRate);
        resampler.Resample(sound.Mono().Samples, most: samples.Length).CopyTo(samples, 0);
        return samples;
    }

    /// <summary>Encodes a sound.</summary>
    /// <param name="sound">A sound of any rate, channels and length.</param>
    /// <returns>[<see cref="Frames"/>, <see cref="Bands"/>].</returns>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    public float[] Encode(Waveform sound) => Encode(Samples(sound));

    /// <summary>Encodes what <see cref="Samples"/> gave, or what an augmentation made of it.</summary>
    /// <param name="samples">[<see cref="SoundOptions.Length"/>], one channel at the encoder's rate.</param>
    /// <returns>[<see cref="Frames"/>, <see cref="Bands"/>].</returns>
    /// <exception cref="ArgumentException">There are more or fewer samples.</exception>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    public float[] Encode(ReadOnlySpan<float> samples)
    {
        if (samples.Length != Options.Length)
            throw new ArgumentException($"A sound has {Options.Length} samples, not {samples.Length}.", nameof(samples));
        if (!IsFitted) throw new InvalidOperationException("The sound encoder is not fitted: call Fit with training sounds.");
        float[] numbers = Unscaled(samples);
        _scale?.Apply(numbers);
        return numbers;
    }

    /// <summary>The options and what was fitted as JSON, to be kept with the weights.</summary>
    /// <exception cref="InvalidOperationException">The encoder is not fitted.</exception>
    public string ToJson()
    {
        if (!IsFitted) throw new InvalidOperationException("The sound encoder is not fitted: call Fit with training sounds.");
        var state = SoundState.Save(Options);
        _scale?.Save(state);
        return state.ToJsonString();
    }

    /// <summary>An encoder that gives the same numbers as the one that was saved.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <exception cref="DataException">It is damaged; the message says where.</exception>
    public static SoundEncoder FromJson(string json)
    {
        try
        {
            var node = JsonNode.Parse(json);
            var options = SoundState.Load(node);
            var encoder = new SoundEncoder(options);
            if (options.Scaling != SoundScaling.None) encoder._scale = SoundScale.Load(new EncoderState(node), encoder.ScaleSize);
            return encoder;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw EncoderState.Damaged(e.Message, e);
        }
    }

    private float[] Unscaled(ReadOnlySpan<float> samples) => _mfcc is null ? _mels!.Compute(samples) : _mfcc.Compute(samples);
}
