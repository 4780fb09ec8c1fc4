namespace DLCompiler.Samples;

/// <summary>The two classifiers with their optimizers.</summary>
internal static class Networks
{
    /// <summary>For handwritten digits.</summary>
    public static Network Digits(int seed)
    {
        var model = new DigitClassifier(seed);
        var optimizer = new AdamW(learningRate: 3e-3f);
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

    /// <summary>For Fashion-MNIST.</summary>
    public static Network Fashion(int seed)
    {
        var model = new FashionClassifier(seed);
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
