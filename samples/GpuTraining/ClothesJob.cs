using ILGPU.Runtime;

namespace DLCompiler.Samples;

/// <summary>What this program trains, and where.</summary>
internal static class ClothesJob
{
    /// <summary>Steps between two looks at the loss: reading it waits for the device.</summary>
    private const int StepsBetweenLosses = 16;

    /// <summary>A convolutional network on Fashion-MNIST.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="images">How many images to learn from; null for all.</param>
    public static Job On(Accelerator accelerator, int? images) => new()
    {
        Create = seed => Create(accelerator, seed),
        Load = () => Load(images),
        ClassNames = FashionMnist.ClassNames,
        Epochs = 6,
    };

    private static (ImageSet Training, ImageSet Test) Load(int? images)
    {
        var (training, test) = FashionMnist.Load(FashionMnist.DefaultFolder);
        return images is { } count
            ? (training.Part(..Math.Min(count, training.Count)), test.Part(..Math.Min(count, test.Count)))
            : (training, test);
    }

    /// <summary>The network with its optimizer. Weights are the device's; a file's pass through the host.</summary>
    private static Network Create(Accelerator accelerator, int seed)
    {
        var model = new ClothesClassifier(seed);
        var optimizer = new AdamW(learningRate: 2e-3f);
        var gpu = model.OnGpu(accelerator, optimizer, new TrainerOptions { Seed = seed });
        int steps = 0;
        float last = 0;
        return new Network
        {
            Summary = model.Summary,
            Optimizer = optimizer,
            Step = (pixels, labels) =>
            {
                var loss = gpu.Step(pixels, labels);
                if (steps++ % StepsBetweenLosses == 0) last = loss.Value;
                return last;
            },
            Predict = (pixels, logits) => gpu.Predict(pixels, logits),
            Save = gpu.Save,
            Load = path =>
            {
                model.Load(path);
                gpu.Upload();
            },
        };
    }
}
