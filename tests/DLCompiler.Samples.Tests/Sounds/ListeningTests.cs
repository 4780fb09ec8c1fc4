using DLCompiler.Data;
using DLCompiler.Samples.Tests;

namespace DLCompiler.Samples.Sounds.Tests;

public sealed class ListeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The sample, with a fifth of its epochs.</summary>
    [Fact]
    public void The_network_hears_unknown_voices_better_than_its_baseline()
    {
        const int Epochs = 4, Seed = 1;
        var digits = new SpokenDigits();
        var baseline = ListeningTest.Measure(ListeningTest.TrainBaseline(digits, Epochs, Seed, showsProgress: false), digits.Test);
        var model = ListeningTest.Train(digits, Epochs, Seed, showsProgress: false);
        var heard = ListeningTest.Measure(model, digits.Test);
        Assert.Equal((200, 200), (baseline.Count, heard.Count));
        Assert.True(heard.Accuracy > baseline.Accuracy + 0.05, $"{heard.Accuracy} and {baseline.Accuracy}");

        // A file that is not from the microphone, by the weights and the encoder that were kept.
        string weights = Path.Combine(_folder.Path, "listener.safetensors");
        new Listener(model, digits.Encoder).Save(weights);
        var (before, after) = (new Listener(model, digits.Encoder), Listener.Load(weights));
        Recording[] unknown = [.. Recording.All().Where(r => r.Voice >= 30)];
        Assert.All(unknown, r => Assert.Equal(before.Hear(r.Sound), after.Hear(r.Sound)));
        Assert.InRange(unknown.Average(r => after.Hear(r.Sound).Digit == r.Digit ? 1.0 : 0), baseline.Accuracy, 1);
    }

    [Fact]
    public void Weights_without_an_encoder_are_named()
    {
        string weights = Path.Combine(_folder.Path, "plain.safetensors");
        new DigitListener(seed: 1).Save(weights);
        Assert.Contains("plain.safetensors", Assert.Throws<DataException>(() => Listener.Load(weights)).Message, StringComparison.Ordinal);
    }
}
