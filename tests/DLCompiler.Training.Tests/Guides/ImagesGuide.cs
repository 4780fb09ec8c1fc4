using DLCompiler.Data;
using static DLCompiler.Ops;

namespace DLCompiler.Training.Tests.Guides;

[Model]
public sealed partial class ShapeNet
{
    [Conv2d(8, Kernel = 3, Padding = 1)]
    private partial Tensor Edges(Tensor x);

    [Conv2d(16, Kernel = 3, Padding = 1)]
    private partial Tensor Parts(Tensor x);

    [Linear(2)]
    private partial Tensor Classify(Tensor x);

    [Forward]
    private Tensor Forward([Shape("N", 3, 16, 16)] Tensor image)
    {
        var h = MaxPool2d(Relu(Edges(image)), 2);
        h = MaxPool2d(Relu(Parts(h)), 2);
        return Classify(Flatten(h));
    }

    [Loss]
    private static Tensor Loss(Tensor logits, [Shape("N", 2)] Tensor probabilities) => CrossEntropy(logits, probabilities);
}

/// <summary>The code of docs/guides/images.md.</summary>
public class ImagesGuide : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Runs()
    {
        string folder = _folder["shapes"];
        Draw(Path.Combine(folder, "training"), count: 60, seed: 7);
        Draw(Path.Combine(folder, "validation"), count: 20, seed: 8);
        string weights = _folder["shapes.safetensors"], photo = Path.Combine(folder, "validation", "discs", "0.png");

        var encoder = new ImageEncoder(width: 16, height: 16, channels: 3) { Framing = ImageFraming.Crop };
        encoder.Fit(ImageFolder.Images(Path.Combine(folder, "training")));
        var pictures = ImageFolder.Load(Path.Combine(folder, "training"), encoder);
        var others = ImageFolder.Load(Path.Combine(folder, "validation"), encoder);

        Dataset WithProbabilities(ImageFolder from)
        {
            int[] labels = from.Data.Ints("label");
            var probabilities = new float[labels.Length * from.Classes.Count];
            for (int i = 0; i < labels.Length; i++) probabilities[(i * from.Classes.Count) + labels[i]] = 1;
            return new Dataset
            {
                { "image", from.Data.Floats("image"), encoder.Count },
                { "label", labels },
                { "probabilities", probabilities, from.Classes.Count },
            };
        }

        var loader = new DataLoader(WithProbabilities(pictures), new LoaderOptions
        {
            BatchSize = 16,
            Seed = 1,
            Change = new ImageChanges(encoder).FlipHorizontally().Shift(2).Rotate(degrees: 10).Cutout(4),
            Mix = BatchMix.Linear("image", "probabilities", alpha: 0.2),
        });

        var model = new ShapeNet(seed: 1);
        var matrix = new ConfusionMatrix(2);
        model.CreateTrainer(new AdamW(1e-2f), new TrainerOptions { Seed = 1 }).Fit(
            loader,
            new DataLoader(WithProbabilities(others), new LoaderOptions { Shuffle = false }),
            new FitOptions { Epochs = 30, Metrics = [FitMetric.Accuracy(matrix)], ShowsProgress = false });

        model.Save(weights, new Dictionary<string, string> { ["image"] = encoder.ToJson() });

        var served = new ShapeNet();
        served.Load(weights);
        var same = ImageEncoder.FromJson(ModelFile.Texts(weights)["image"]);
        var logits = new float[2];
        served.Predict(same.Encode(Image.Load(photo)), logits);

        Assert.Equal(["discs", "squares"], pictures.Classes);
        Assert.True(matrix.Accuracy > 0.9, $"{matrix.Accuracy}");
        Assert.True(logits[0] > logits[1]);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void Draw(string folder, int count, long seed)
    {
        var random = new ItemRandom(seed);
        foreach (string kind in (string[])["discs", "squares"])
        {
            Directory.CreateDirectory(Path.Combine(folder, kind));
            for (int i = 0; i < count; i++)
            {
                var pixels = new byte[3 * 24 * 20];
                double x = 9 + (6 * random.NextDouble()), y = 8 + (4 * random.NextDouble()), radius = 4 + (3 * random.NextDouble());
                for (int row = 0; row < 20; row++)
                {
                    for (int column = 0; column < 24; column++)
                    {
                        double dx = Math.Abs(column - x), dy = Math.Abs(row - y);
                        bool isInside = kind == "discs" ? (dx * dx) + (dy * dy) < radius * radius : Math.Max(dx, dy) < radius * 0.89;
                        for (int channel = 0; channel < 3; channel++)
                            pixels[(((row * 24) + column) * 3) + channel] = (byte)((isInside ? 180 : 20) + random.Next(40));
                    }
                }

                new Image(24, 20, 3, pixels).SavePng(Path.Combine(folder, kind, $"{i}.png"));
            }
        }
    }
}
