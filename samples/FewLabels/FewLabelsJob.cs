using System.Globalization;
using DLCompiler.Data;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>
/// Semi-supervised learning (FixMatch, Sohn et al. 2020): the network's own answers, where it is sure of them, are
/// labels for harder forms of the same pictures. Beside it, the same network learns from the labels alone.
/// </summary>
internal sealed record FewLabelsJob
{
    private const float Rate = 2e-3f;
    private const int LabelledBatch = 16, UnlabelledBatch = 64;

    /// <summary>Labels of each class.</summary>
    public int PerClass { get; init; } = 10;

    /// <summary>Steps of either training: the labelled pictures of both are the same.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>How often the labels are drawn anew: 100 may be lucky ones.</summary>
    public int Draws { get; init; } = 3;

    /// <summary>How likely a class must be for a pseudo-label.</summary>
    public float Threshold { get; init; } = 0.95f;

    /// <summary>Does it, and shows it: with the labels alone, and with all pictures.</summary>
    public Score[] Run(IAnsiConsole console, PictureData data, int seed)
    {
        int labels = PerClass * PictureData.Classes;
        console.WriteLine($"{data.Name}: {labels} labels, {data.Training.Count:N0} pictures without one");
        Dataset unlabelled = TwoViews.Of(data.Training);
        List<double> alone = [], fixMatch = [];
        for (int draw = 0; draw < Draws; draw++)
        {
            int drawSeed = (1000 * (seed + 1)) + draw;
            Dataset labelled = PictureData.Draw(data.Training, PerClass, drawSeed);
            alone.Add(Train("the labels alone", labelled, null, draw));
            fixMatch.Add(Train("with pictures without labels", labelled, unlabelled, draw));

            double Train(string name, Dataset few, Dataset? rest, int number)
            {
                PictureClassifier model = Learn(console, data, few, rest, drawSeed);
                double accuracy = Prediction.Accuracy(model, data.Test);
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"draw {number + 1}/{Draws}, {name}: {100 * accuracy:F1}%"));
                return accuracy;
            }
        }

        Score[] scores = [new($"{labels} labels alone", alone), new("and pictures without labels", fixMatch)];
        Score.Write(console, $"Test accuracy in percent, {Draws} draws of the labels:", scores);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"semi-supervised: {100 * scores[1].Mean:F1}%, labels alone: {100 * scores[0].Mean:F1}%"));
        return scores;
    }

    private PictureClassifier Learn(
        IAnsiConsole console, PictureData data, Dataset labelled, Dataset? unlabelled, int seed)
    {
        var model = new PictureClassifier(seed);
        var trainer = model.CreateTrainer(
            new AdamW(Rate), new TrainerOptions { Seed = seed, Schedule = new CosineSchedule(Rate, Steps) });
        using IEnumerator<Batch> few = Endless(labelled, LabelledBatch, seed, data.SmallChanges());
        using IEnumerator<Batch>? rest = unlabelled is null
            ? null : Endless(unlabelled, UnlabelledBatch, seed, TwoViews.Change(data));
        var batch = new MixedBatch(LabelledBatch, unlabelled is null ? 0 : UnlabelledBatch);
        for (int step = 1; step <= Steps; step++)
        {
            _ = few.MoveNext();
            batch.FillLabelled(few.Current);
            if (rest is not null)
            {
                _ = rest.MoveNext();
                batch.FillUnlabelled(model, rest.Current, Threshold);
            }

            _ = trainer.Step(batch.Images, batch.Labels, batch.Labelled, batch.Sure);
            if (rest is null || step % (Steps / 4) != 0) continue;
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  step {step,4}/{Steps}  loss {trainer.Losses.Labelled:F3} + {trainer.Losses.Unlabelled:F3}  " +
                $"sure of {100 * batch.SureShare:F0}%, right of those {100 * batch.RightShare:F0}%"));
        }

        return model;
    }

    /// <summary>Whole batches without an end.</summary>
    private static IEnumerator<Batch> Endless(Dataset data, int batchSize, int seed, ExampleChange change)
    {
        var options = new LoaderOptions { BatchSize = batchSize, Seed = seed, DropLast = true, Change = change };
        var loader = new DataLoader(data, options);
        for (int epoch = 0; ; epoch++)
        {
            foreach (Batch batch in loader.Epoch(epoch)) yield return batch;
        }
    }
}
