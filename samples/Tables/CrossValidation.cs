using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>
/// Nested cross-validation: each row is tested once in every repetition, by a model that was trained on the other four fifths. What
/// it learns about the test rows before, their mean and deviation included, is nothing; its recipe, too, is chosen on folds of the
/// other four fifths.
/// </summary>
/// <param name="set">The rows.</param>
/// <param name="create">Makes a trainer.</param>
/// <param name="epochs">How often a model sees its rows.</param>
internal sealed class CrossValidation(TableSet set, TrainerFactory create, int epochs)
{
    private const int OuterFolds = 5;
    private const int InnerFolds = 3;
    private const int BatchSize = 32;

    private readonly Dataset _rows = new()
    {
        { "row", Enumerable.Range(0, set.Data.Count).ToArray() },
        { "label", set.Data.Ints("label") },
    };

    /// <summary>Trains and tests on all folds.</summary>
    /// <param name="repetitions">How often it is all done, each time with other folds and other start values.</param>
    /// <returns>The means over folds and repetitions.</returns>
    public Scores Run(int repetitions)
    {
        var scores = new List<Scores>();
        for (int seed = 0; seed < repetitions; seed++)
        {
            foreach (var (training, test) in _rows.Folds(OuterFolds, seed, by: "label"))
                scores.Add(Train(training, test, Choose(training, seed), seed));
        }

        return Scores.Mean(scores);
    }

    /// <summary>The recipe with the least loss on inner folds.</summary>
    private Recipe Choose(Dataset rows, int seed)
    {
        var folds = rows.Folds(InnerFolds, seed, by: "label");
        return Recipe.All.MinBy(recipe => folds.Average(f => Train(f.Training, f.Test, recipe, seed).LogLoss))!;
    }

    private Scores Train(Dataset training, Dataset test, Recipe recipe, int seed)
    {
        var encoder = new TableEncoder { { set.FeatureNames, () => new Standardize() } };
        encoder.Fit(set.Table.Rows(training.Ints("row")));
        var batches = new DataLoader(
            Encode(encoder, training), new LoaderOptions { BatchSize = BatchSize, Seed = seed, Prefetch = 0 });
        var trainer = create(recipe.Optimizer, recipe.Options((long)batches.Count * epochs, seed));
        trainer.Fit(batches, options: new FitOptions { Epochs = epochs, KeepBest = false, ShowsProgress = false });

        var whole = new LoaderOptions { BatchSize = test.Count, Shuffle = false, Prefetch = 0 };
        var results = new BatchResults();
        var batch = new DataLoader(Encode(encoder, test), whole).Epoch(0).Single();
        trainer.Model.Predict(batch, results);
        return Scores.Of(results.Floats(results.Names[0]), batch.Ints("label"));
    }

    private Dataset Encode(TableEncoder encoder, Dataset part) => new()
    {
        { "features", encoder.Encode(set.Table.Rows(part.Ints("row"))), encoder.Width },
        { "label", part.Ints("label") },
    };
}
