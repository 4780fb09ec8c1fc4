using System.Globalization;
using DLCompiler.Data;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>
/// A network learns five classes from many examples. Another takes over its backbone, and learns five other classes
/// from a few; beside it, the same network does so from scratch.
/// </summary>
internal sealed record TransferJob
{
    private const int BatchSize = 20;
    private const float SourceRate = 2e-3f, HeadRate = 3e-3f, SmallRate = 3e-4f;

    /// <summary>Examples of each class that there are few of; null for 20, and 3 of the digits.</summary>
    public int? Few { get; init; }

    /// <summary>The classes with many examples; the others are the ones with few.</summary>
    public int[] SourceClasses { get; init; } = [0, 3, 4, 7, 8];

    /// <summary>How often the network sees the many examples; null for as often as makes some hundred or thousand steps.</summary>
    public int? SourceEpochs { get; init; }

    /// <summary>
    /// Steps of the new head, and as many again of all of it; from scratch, the sum of both. They are counted, not epochs:
    /// an epoch of few examples is a step or two, in which no network learns anything.
    /// </summary>
    public int FewSteps { get; init; } = 200;

    /// <summary>How often the few are drawn anew: they may be lucky ones.</summary>
    public int Draws { get; init; } = 8;

    /// <summary>Does it, and shows it: from scratch, with the frozen backbone, and with all of it trained on.</summary>
    public Score[] Run(IAnsiConsole console, PictureData data, int seed)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            TrainSource(console, data, seed, path);
            Score[] scores = Compare(console, data, seed, path);
            Show(console, scores, FewOf(data));
            return scores;
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// Accuracies from scratch, with the frozen backbone, and with all of it trained on: each of all draws.
    /// </summary>
    private Score[] Compare(IAnsiConsole console, PictureData data, int seed, string path)
    {
        int[] classes = [.. Enumerable.Range(0, PictureData.Classes).Except(SourceClasses)];
        Dataset training = PictureData.OfClasses(data.Training, classes);
        Dataset test = PictureData.OfClasses(data.Test, classes);
        List<double> scratch = [], frozen = [], tuned = [];
        for (int draw = 0; draw < Draws; draw++)
        {
            int drawSeed = (1000 * (seed + 1)) + draw;
            Dataset few = PictureData.Draw(training, FewOf(data), drawSeed);

            var fresh = new TargetClassifier(drawSeed);
            Learn(fresh, few, HeadRate, 2 * FewSteps, drawSeed);
            scratch.Add(Prediction.Accuracy(fresh, test));

            var model = new TargetClassifier(drawSeed);
            LoadReport report = model.LoadMatching(path);
            if (draw == 0) console.WriteLine($"{report}\n");
            _ = model.Freeze("Backbone.*");
            Learn(model, few, HeadRate, FewSteps, drawSeed);
            frozen.Add(Prediction.Accuracy(model, test));

            // The new head fits by now: from here on, small steps spoil nothing that the backbone knows.
            _ = model.Unfreeze("Backbone.*");
            Learn(model, few, SmallRate, FewSteps, drawSeed);
            tuned.Add(Prediction.Accuracy(model, test));
        }

        return
        [
            new Score("from scratch", scratch),
            new Score("new head on the frozen backbone", frozen),
            new Score("then all of it, in small steps", tuned),
        ];
    }

    /// <summary>Trains on the classes with many examples, and saves the weights.</summary>
    private void TrainSource(IAnsiConsole console, PictureData data, int seed, string path)
    {
        Dataset training = PictureData.OfClasses(data.Training, SourceClasses);
        Dataset test = PictureData.OfClasses(data.Test, SourceClasses);
        string names = string.Join(", ", SourceClasses.Select(c => data.ClassNames[c]));
        console.WriteLine($"{data.Name}: {training.Count:N0} examples of {names}");
        int epochs = SourceEpochs ?? Math.Clamp(120_000 / training.Count, 4, 30);
        var model = new SourceClassifier(seed);

        // Where even the many are hundreds only, moved copies teach the backbone that a place does not matter.
        ExampleChange? change = IsScarce(data) ? data.SmallChanges().Apply : null;
        var loader = new DataLoader(training, new LoaderOptions { Seed = seed, Change = change });
        var trainer = model.CreateTrainer(new AdamW(SourceRate), new TrainerOptions
        {
            Seed = seed,
            Schedule = new CosineSchedule(SourceRate, epochs * loader.Count),
        });
        _ = trainer.Fit(loader, new DataLoader(test, new LoaderOptions { Shuffle = false }), new FitOptions
        {
            Epochs = epochs,
            Metrics = [FitMetric.Accuracy(SourceClasses.Length)],
            KeepBest = false, // The best by the test set would be a choice by the test set.
            Console = console,
        });
        model.Save(path);
    }

    private static void Learn(TargetClassifier model, Dataset few, float rate, int steps, int seed)
    {
        var loader = new DataLoader(few, new LoaderOptions { BatchSize = BatchSize, Seed = seed });
        var schedule = new CosineSchedule(rate, steps);
        var trainer = model.CreateTrainer(new AdamW(rate), new TrainerOptions { Seed = seed, Schedule = schedule });
        _ = trainer.Fit(loader, options: new FitOptions
        {
            Epochs = (steps + loader.Count - 1) / loader.Count,
            KeepBest = false,
            ShowsProgress = false,
        });
    }

    /// <summary>Digits are so plain that from 20 of each, a network learns as much from scratch.</summary>
    private int FewOf(PictureData data) => Few ?? (IsScarce(data) ? 3 : 20);

    private static bool IsScarce(PictureData data) => data.Training.Count < 10_000;

    private void Show(IAnsiConsole console, Score[] scores, int few)
    {
        Score.Write(
            console, $"Test accuracy in percent, {few} examples of each of the other classes, {Draws} draws:", scores);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"transfer: {100 * scores[1].Mean:F1}%, then tuned {100 * scores[2].Mean:F1}%, " +
            $"from scratch: {100 * scores[0].Mean:F1}%"));
    }
}
