using DLCompiler.Data;
using DLCompiler.Samples;

namespace DLCompiler.Samples.Tests.Sounds;

public class ListeningTests
{
    [Fact]
    public void The_network_hears_more_than_the_nearest_mean()
    {
        var test = new ListeningTest();
        double baseline = test.NearestMean().Accuracy;
        var (model, heard) = test.Train(epochs: 8, seed: 1, showsProgress: false);
        Assert.True(heard.Accuracy > baseline + 0.05, $"{heard.Accuracy} and {baseline}");
        Assert.Equal(80, heard.Count);

        // The encoder that is kept gives the same numbers.
        var again = SoundEncoder.FromJson(test.Encoder.ToJson());
        var sound = test.Training[0].Sound;
        Assert.Equal(test.Encoder.Encode(sound), again.Encode(sound));
    }

    [Fact]
    public void No_voice_is_in_both()
    {
        var (training, test) = SpokenDigits.Load();
        Assert.Empty(training.Select(r => r.Voice).Intersect(test.Select(r => r.Voice)));
        Assert.All(training.Concat(test).GroupBy(r => r.Voice), voice => Assert.Equal(10, voice.Select(r => r.Digit).Distinct().Count()));
    }
}
