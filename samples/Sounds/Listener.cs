using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>A trained network with the encoder that makes its numbers, kept together in one file.</summary>
/// <param name="model">The network.</param>
/// <param name="encoder">From sounds to its numbers.</param>
internal sealed class Listener(DigitListener model, SoundEncoder encoder)
{
    private const string EncoderText = "sound";

    /// <summary>Reads what <see cref="Save"/> has written.</summary>
    /// <exception cref="DataException">The file has no encoder.</exception>
    public static Listener Load(string path)
    {
        var model = new DigitListener();
        model.Load(path);
        return ModelFile.Texts(path).TryGetValue(EncoderText, out string? encoder)
            ? new Listener(model, SoundEncoder.FromJson(encoder))
            : throw new DataException(new DataPlace(path), "there is no encoder in it: --weights of this program writes one");
    }

    /// <summary>Writes the weights, with the encoder as a text beside them.</summary>
    public void Save(string path) => model.Save(path, new Dictionary<string, string> { [EncoderText] = encoder.ToJson() });

    /// <summary>The digit that a sound of any rate and length is likest to be, and how likely that is.</summary>
    public (int Digit, float Probability) Hear(Waveform sound)
    {
        var logits = new float[SpokenDigits.Digits];
        model.Predict(encoder.Encode(Microphone.Record(sound)), logits);
        float best = logits.Max();
        return (Array.IndexOf(logits, best), 1 / logits.Sum(logit => MathF.Exp(logit - best)));
    }
}
