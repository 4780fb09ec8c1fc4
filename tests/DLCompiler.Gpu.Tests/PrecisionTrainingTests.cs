using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests;

/// <summary>A network that learns handwritten digits in each precision.</summary>
[Collection(GpuCollection.Name)]
public class PrecisionTrainingTests(GpuFixture gpu)
{
    private const int Pixels = 64, Tested = 360, Batch = 128, Epochs = 12;

    private static readonly ModelSource Source = new("Digits", """
        [Model]
        public partial class Digits
        {
            [Linear(64)] private partial Tensor Hidden(Tensor x);
            [LayerNorm] private partial Tensor Scaled(Tensor x);
            [Linear(32)] private partial Tensor Features(Tensor x);
            [Linear(10)] private partial Tensor Classify(Tensor x);

            [Forward]
            private Tensor Forward([Shape("N", 64)] Tensor image) => Classify(Gelu(Features(Relu(Scaled(Hidden(image))))));

            [Loss]
            private static Tensor Loss(Tensor logits, [Shape("N")] IntTensor label) => CrossEntropy(logits, label);
        }
        """);

    /// <summary>Half a percent of the digits of the test, beside the same network trained on the CPU.</summary>
    [Theory, Trait("Category", "Slow")]
    [InlineData(Precision.Half)]
    [InlineData(Precision.BFloat16)]
    public void It_learns_as_well(Precision precision)
    {
        var models = Precisions.Compile(precision, [Source]);
        var (images, labels) = Load();
        int trained = labels.Length - Tested;

        var reference = models.Create("Digits", seed: 1);
        var trainer = reference.CreateTrainer(new AdamW(5e-3f));
        Train((arguments, sizes) => trainer.Step(arguments, sizes));
        double expected = Accuracy((arguments, sizes) => reference.Predict(arguments, sizes, Tested * 10)[0]);

        using var device = new CompiledGpu(models.Create("Digits", seed: 1), gpu.Accelerator, new AdamW(5e-3f));
        Train((arguments, sizes) => device.Step(arguments, sizes));
        double actual = Accuracy((arguments, sizes) => device.Predict(arguments, sizes, Tested * 10)[0]);
        Assert.InRange(expected, 0.85, 1);
        Assert.True(actual >= expected - 0.005, $"{actual:P2} of the digits, beside {expected:P2}.");

        void Train(Action<List<Argument>, Dictionary<string, int>> step)
        {
            for (int i = 0; i < Epochs * (trained / Batch); i++)
            {
                int first = i % (trained / Batch) * Batch;
                step([Images(first, Batch), new Argument("label", labels[first..(first + Batch)], [Batch])], new() { ["N"] = Batch });
            }
        }

        double Accuracy(Func<List<Argument>, Dictionary<string, int>, float[]> predict)
        {
            float[] logits = predict([Images(trained, Tested)], new() { ["N"] = Tested });
            return Enumerable.Range(0, Tested).Count(i =>
            {
                float[] row = logits[(10 * i)..(10 * (i + 1))];
                return Array.IndexOf(row, row.Max()) == labels[trained + i];
            }) / (double)Tested;
        }

        Argument Images(int first, int count) => new("image", images[(first * Pixels)..((first + count) * Pixels)], [count, Pixels]);
    }

    /// <summary>The digits of the library's data sets: 64 pixels from 0 to 16, and what they are.</summary>
    private static (float[] Images, int[] Labels) Load([CallerFilePath] string here = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "DLCompiler.Data", "Sets", "Data", "digits.csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var (images, labels) = (new List<float>(), new List<int>());
        while (reader.ReadLine() is { } line)
        {
            float[] numbers = [.. line.Split(',').Select(n => float.Parse(n, CultureInfo.InvariantCulture))];
            images.AddRange(numbers.Take(Pixels).Select(n => n / 16));
            labels.Add((int)numbers[Pixels]);
        }

        return ([.. images], [.. labels]);
    }
}
