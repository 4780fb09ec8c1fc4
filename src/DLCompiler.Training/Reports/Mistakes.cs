using System.Globalization;
using DLCompiler.Data;

namespace DLCompiler;

/// <summary>An example that a network takes for another class.</summary>
/// <param name="Picture">The example, where it is a picture.</param>
/// <param name="Text">What the example is called, or says.</param>
/// <param name="Actual">Its class.</param>
/// <param name="Predicted">The class that the network gives it.</param>
/// <param name="Confidence">The probability that the network gives that class, from 0 to 1.</param>
public sealed record Mistake(Image? Picture, string Text, string Actual, string Predicted, double Confidence);

/// <summary>What <see cref="Mistakes"/> looks at, and how it shows what it finds.</summary>
public sealed record MistakeOptions
{
    /// <summary>The column of labels: one an example, or one a place of each example.</summary>
    public string Label { get; init; } = "label";

    /// <summary>How many mistakes are wanted.</summary>
    public int Count { get; init; } = 24;

    /// <summary>The result with a score a class, logits or probabilities; null for the network's first.</summary>
    public string? Scores { get; init; }

    /// <summary>What the classes are called; null for their numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The picture of an example by its number in the data set, from 0; null for none.</summary>
    public Func<int, Image?>? Picture { get; init; }

    /// <summary>What an example is called by its number in the data set, from 0; null for <c>example 17</c>.</summary>
    public Func<int, string>? Text { get; init; }
}

/// <summary>Finds the examples of which a network is most sure, and wrong.</summary>
/// <example>
/// <code>
/// var worst = Mistakes.Find(model, validation, new MistakeOptions { Picture = i => pictures[i] });
/// </code>
/// </example>
public static class Mistakes
{
    /// <summary>The mistakes in a data set, those of the highest confidence first.</summary>
    /// <param name="model">The network.</param>
    /// <param name="data">The examples, with columns of the names of the network's inputs, and one of labels.</param>
    /// <param name="options">What is looked at; null for the column <c>label</c> and 24 mistakes.</param>
    /// <exception cref="ArgumentException">A column or a result is missing, or the scores do not go with the labels.</exception>
    /// <exception cref="ModelShapeException">A column does not fit the network.</exception>
    public static IReadOnlyList<Mistake> Find(IModel model, Dataset data, MistakeOptions? options = null) =>
        Find(model, new DataLoader(data, new LoaderOptions { Shuffle = false }), options);

    /// <inheritdoc cref="Find(IModel, Dataset, MistakeOptions?)"/>
    /// <param name="model">The network.</param>
    /// <param name="data">The examples, of which one epoch is looked at.</param>
    /// <param name="options">What is looked at; null for the column <c>label</c> and 24 mistakes.</param>
    public static IReadOnlyList<Mistake> Find(IModel model, DataLoader data, MistakeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new MistakeOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.Count, nameof(options));
        var results = new BatchResults();
        var worst = new PriorityQueue<Found, double>();
        foreach (var batch in data.Epoch(0))
        {
            model.Predict(batch, results);
            Look(batch, results, options, worst);
        }

        var found = new List<Found>();
        while (worst.Count > 0) found.Add(worst.Dequeue());
        found.Reverse();
        return [.. found.Select(f => f.ToMistake(options))];
    }

    private static void Look(Batch batch, BatchResults results, MistakeOptions options, PriorityQueue<Found, double> worst)
    {
        string name = options.Scores ?? results.Names[0];
        var scores = results.Floats(name);
        var labels = batch.Ints(options.Label);
        int classes = labels.Length == 0 ? 0 : scores.Length / labels.Length;
        if (classes < 2 || scores.Length != classes * labels.Length)
        {
            throw new ArgumentException(
                $"'{name}' has {scores.Length} scores for {labels.Length} labels of '{options.Label}': a score a class is wanted.",
                nameof(results));
        }

        int places = labels.Length / batch.Count;
        for (int i = 0; i < labels.Length; i++)
        {
            var row = scores.Slice(i * classes, classes);
            int best = ClassScores.Best(row);
            if (best == labels[i] || float.IsNaN(row[best])) continue;
            var found = new Found(batch.Examples[i / places], places == 1 ? null : i % places, labels[i], best, Probability(row, best));
            worst.Enqueue(found, found.Confidence);
            if (worst.Count > options.Count) worst.Dequeue();
        }
    }

    /// <summary>The score itself where the row is one of probabilities, else that of its softmax.</summary>
    private static double Probability(ReadOnlySpan<float> row, int best)
    {
        const double Tolerance = 1e-3;
        double total = 0, exponentials = 0;
        bool isNegative = false;
        foreach (float score in row)
        {
            total += score;
            exponentials += Math.Exp(score - row[best]);
            isNegative |= score < 0;
        }

        return !isNegative && Math.Abs(total - 1) < Tolerance ? row[best] : 1 / exponentials;
    }

    private readonly record struct Found(int Example, int? Place, int Actual, int Predicted, double Confidence)
    {
        public Mistake ToMistake(MistakeOptions options)
        {
            string text = options.Text?.Invoke(Example) ?? string.Create(CultureInfo.InvariantCulture, $"example {Example}");
            if (Place is { } place) text += string.Create(CultureInfo.InvariantCulture, $", place {place}");
            return new Mistake(
                options.Picture?.Invoke(Example), text, Name(Actual, options), Name(Predicted, options), Confidence);
        }

        private static string Name(int label, MistakeOptions options) =>
            options.ClassNames is { } names && (uint)label < (uint)names.Count
                ? names[label]
                : label.ToString(CultureInfo.InvariantCulture);
    }
}
