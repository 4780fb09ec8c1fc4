using DLCompiler.Data;
using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Guides;

[Model]
public sealed partial class ToneNet
{
    [Conv2d(8, Kernel = 3, Padding = 1)]
    private partial Tensor Lines(Tensor x);

    [Linear(2)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 33, 24)] Tensor sound) =>
        Classify(Mean(MaxPool2d(Relu(Lines(Unsqueeze(sound, 1))), 2), axes: [2, 3]));

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
}

/// <summary>The code of docs/guides/sound.md.</summary>
public class SoundGuide : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Runs()
    {
        string[] files = Record(_folder.Path);
        int[] labels = [.. files.Select((_, i) => i % 2)];
        string weights = _folder["tones.safetensors"];

        var encoder = new SoundEncoder(new SoundOptions
        {
            Mel = new MelOptions { SampleRate = 8000, Mels = 24, Stft = new StftOptions { FftSize = 256, Hop = 128 }, Unit = MelUnit.Log },
            Length = 4096,
            Scaling = SoundScaling.PerBand,
        });
        Waveform[] sounds = [.. files.Select(WavFile.Read)];
        encoder.Fit(sounds[..60]);

        var data = new Dataset
        {
            { "sound", sounds.SelectMany(encoder.Encode).ToArray(), encoder.Size },
            { "label", labels },
        };
        var loader = new DataLoader(data.Take(..60), new LoaderOptions
        {
            BatchSize = 10,
            Change = (Batch batch, int place, ref ItemRandom random) =>
            {
                var features = batch.Floats("sound").Slice(place * encoder.Size, encoder.Size);
                SoundAugmentation.MaskTime(features, encoder.Bands, widest: 6, ref random);
                SoundAugmentation.MaskBands(features, encoder.Bands, widest: 3, ref random);
            },
        });

        var model = new ToneNet(seed: 1);
        var matrix = new ConfusionMatrix(2);
        model.CreateTrainer(new AdamW(2e-2f)).Fit(
            loader,
            new DataLoader(data.Take(60..), new LoaderOptions { Shuffle = false }),
            new FitOptions { Epochs = 20, Metrics = [FitMetric.Accuracy(matrix)], ShowsProgress = false });

        model.Save(weights, new Dictionary<string, string> { ["sound"] = encoder.ToJson() });

        var served = new ToneNet();
        served.Load(weights);
        var same = SoundEncoder.FromJson(ModelFile.Texts(weights)["sound"]);
        var logits = new float[2];
        served.Predict(same.Encode(WavFile.Read(files[0])), logits);

        Assert.Equal((33, 24), (encoder.Frames, encoder.Bands));
        Assert.True(matrix.Accuracy > 0.9, $"{matrix.Accuracy}");
        Assert.True(logits[0] > logits[1]);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Tones that rise, and tones that fall.</summary>
    private static string[] Record(string folder)
    {
        var random = new ItemRandom(3);
        var files = new string[80];
        for (int i = 0; i < files.Length; i++)
        {
            var samples = new float[4000];
            double phase = 0, start = 500 + (500 * random.NextDouble()), change = (i % 2 == 0 ? 1 : -1) * (1 + random.NextDouble());
            for (int s = 0; s < samples.Length; s++)
            {
                phase += 2 * Math.PI * (start * Math.Pow(2, change * s / samples.Length)) / 8000;
                samples[s] = (float)(0.5 * Math.Sin(phase)) + (0.1f * (random.NextSingle() - 0.5f));
            }

            files[i] = Path.Combine(folder, $"{i:D2}.wav");
            WavFile.Write(files[i], new Waveform(samples, 8000));
        }

        return files;
    }
}
