using System.Numerics.Tensors;
using DLCompiler.Data;

namespace DLCompiler.Samples.Sounds;

/// <summary>The network and its baselines, on voices that none of them has heard.</summary>
internal static class ListeningTest
{
    private const int BatchSize = 16;

    /// <summary>Trains the network. Of its epochs, that counts which the validation voices like best.</summary>
    public static DigitListener Train(SpokenDigits digits, int epochs, int seed, bool showsProgress = true)
    {
        var model = new DigitListener(seed);
        Fit(digits, schedule => model.CreateTrainer(new AdamW(weightDecay: 0.05f), schedule), 5e-3f, epochs, seed, showsProgress);
        return model;
    }

    /// <summary>Trains a baseline, logistic regression, in the same way.</summary>
    public static LinearListener TrainLinear(SpokenDigits digits, int epochs, int seed, bool showsProgress = true)
    {
        var model = new LinearListener(seed);
        Fit(digits, schedule => model.CreateTrainer(new AdamW(weightDecay: 0.5f), schedule), 1e-3f, epochs, seed, showsProgress);
        return model;
    }

    /// <summary>A baseline: the digit whose mean picture is nearest.</summary>
    public static ConfusionMatrix NearestMean(Dataset training, Dataset test)
    {
        float[][] sounds = [.. training.Floats("sound").Chunk(SpokenDigits.Frames * SpokenDigits.Bands)];
        float[][] means = [.. sounds.Zip(training.Ints("label")).GroupBy(s => s.Second, s => s.First).OrderBy(g => g.Key).Select(Mean)];
        var heard = new ConfusionMatrix(SpokenDigits.Digits);
        foreach (var (sound, label) in test.Floats("sound").Chunk(SpokenDigits.Frames * SpokenDigits.Bands).Zip(test.Ints("label")))
        {
            float[] distances = [.. means.Select(mean => TensorPrimitives.Distance<float>(mean, sound))];
            heard.Add(Array.IndexOf(distances, distances.Min()), label);
        }

        return heard;
    }

    /// <summary>What a model hears for which digit.</summary>
    public static ConfusionMatrix Measure(IModel model, Dataset test)
    {
        var heard = new ConfusionMatrix(SpokenDigits.Digits);
        var results = new BatchResults();
        foreach (var batch in new DataLoader(test, new LoaderOptions { Shuffle = false }).Epoch(0))
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

    private static float[] Mean(IEnumerable<float[]> sounds)
    {
        int count = 0;
        var mean = new float[SpokenDigits.Frames * SpokenDigits.Bands];
        foreach (float[] sound in sounds)
        {
            TensorPrimitives.Add(mean, sound, mean);
            count++;
        }

        TensorPrimitives.Divide(mean, count, mean);
        return mean;
    }
}
