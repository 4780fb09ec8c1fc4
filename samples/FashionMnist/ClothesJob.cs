namespace DLCompiler.Samples;

/// <summary>What this program trains.</summary>
internal static class ClothesJob
{
    /// <summary>A convolutional network on Fashion-MNIST.</summary>
    /// <param name="folder">Where its files are.</param>
    public static Job In(string folder) => new()
    {
        Create = Create,
        Load = () => FashionMnist.Load(folder),
        ClassNames = FashionMnist.ClassNames,
        Epochs = 6,
        Change = Mirror.Draw,
    };

    /// <summary>The network with its optimizer.</summary>
    public static Network Create(int seed)
    {
        var model = new ClothesClassifier(seed);
        var optimizer = new AdamW(learningRate: 2e-3f);
        var trainer = model.CreateTrainer(optimizer, new TrainerOptions { Seed = seed });
        return new Network
        {
            Summary = model.Summary,
            Optimizer = optimizer,
            Step = (pixels, labels) => trainer.Step(pixels, labels),
            Predict = (pixels, logits) => model.Predict(pixels, logits),
            Save = path => model.Save(path),
            Load = path => model.Load(path),
        };
    }
}
