using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>
/// Trains the network and its baseline in the same way, and measures them. Of all epochs, that counts which has the lowest loss on
/// the validation voices.
/// </summary>
internal static class ListeningTest
{
    private const int BatchSize = 16;

    /// <summary>Trains the network.</summary>
    public static DigitListener Train(SpokenDigits digits, int epochs, int seed, bool showsProgress = true)
    {
        var model = new DigitListener(seed);
        Fit(digits, options => model.CreateTrainer(new AdamW(weightDecay: 0.05f), options), 5e-3f, epochs, seed, showsProgress);
        return model;
    }

    /// <summary>Trains the baseline.</summary>
    public static LinearListener TrainBaseline(SpokenDigits digits, int epochs, int seed, bool showsProgress = true)
    {
        var model = new LinearListener(seed);
        Fit(digits, options => model.CreateTrainer(new AdamW(weightDecay: 0.5f), options), 3e-3f, epochs, seed, showsProgress);
        return model;
    }

    /// <summary>What a model hears for which digit.</summary>
    public static ConfusionMatrix Measure(IModel model, Dataset data)
    {
        var heard = new ConfusionMatrix(SpokenDigits.Digits);
        var results = new BatchResults();
        foreach (var batch in new DataLoader(data, new LoaderOptions { Shuffle = false }).Epoch(0))
        {
            model.Predict(batch, results);
            heard.Add(results.Floats(results.Names[0]), batch.Ints("label"));
        }

        return heard;
    }

    private static void Fit(
        SpokenDigits digits, Func<TrainerOptions, Trainer> create, float rate, int epochs, int seed, bool showsProgress)
    {
        var training = digits.TrainingBatches(BatchSize, seed);
        var trainer = create(new TrainerOptions { Seed = seed, Schedule = new OneCycleSchedule(rate, epochs * training.Count) });
        trainer.Fit(training, new DataLoader(digits.Validation, new LoaderOptions { Shuffle = false }), new FitOptions
        {
            Epochs = epochs,
            Metrics = [FitMetric.Accuracy(SpokenDigits.Digits)],
            ShowsProgress = showsProgress,
        });
    }
}
