using System.Globalization;
using DLCompiler.Data;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>
/// Learns from pictures without labels. Groups of its codes, beside groups of the pixels; and pictures of a class that
/// it has not seen, beside pictures that are far from the mean.
/// </summary>
internal sealed record AutoencoderJob
{
    private const int Shown = 3, Groupings = 8;

    // Groups need a code that is well trained; what is drawn badly shows after a third of that.
    private const int Showings = 180_000, AnomalyShowings = 60_000;

    /// <summary>How often the network sees the pictures; null for as often as makes some thousand steps.</summary>
    public int? Epochs { get; init; }

    /// <summary>The classes that are left out, one at a time.</summary>
    public int[] LeftOut { get; init; } = [1, 5, 8];

    /// <summary>The training pictures of a run that leaves out a class, at most.</summary>
    public int AnomalyPictures { get; init; } = 10_000;

    /// <summary>What was measured, 0 to 1.</summary>
    /// <param name="CodePurity">The purity of groups of codes.</param>
    /// <param name="PixelPurity">The purity of groups of pixels.</param>
    /// <param name="EvenPurity">That of pixels in even light, as the autoencoder draws them.</param>
    /// <param name="CodeAuc">The area under the curve of the autoencoder's errors, for each class left out.</param>
    /// <param name="MeanAuc">That of the distances from the mean.</param>
    public sealed record Result(
        double CodePurity, double PixelPurity, double EvenPurity, double[] CodeAuc, double[] MeanAuc);

    /// <summary>Does it, and shows it.</summary>
    public Result Run(IAnsiConsole console, PictureData data, int seed)
    {
        console.WriteLine($"{data.Name}: {data.Training.Count:N0} pictures, no labels");
        PictureData even = data with { Training = Light.Even(data.Training), Test = Light.Even(data.Test) };
        Autoencoder model = Training.Run(console, even.Training, EpochsOf(even.Training.Count, Showings), seed);
        ShowDrawings(console, model, even.Test);

        int[] labels = data.Test.Ints("label");
        double codePurity = PurityOf(Prediction.Of(model, even.Test, "code"), labels, seed);
        double pixelPurity = PurityOf(data.Test.Floats("image"), labels, seed);
        double evenPurity = PurityOf(even.Test.Floats("image"), labels, seed);
        var (code, mean) = FindAnomalies(console, data, even, seed);
        var result = new Result(codePurity, pixelPurity, evenPurity, code, mean);
        ShowNumbers(console, result);
        return result;
    }

    /// <summary>The mean of some groupings, each from other first centres: one may be lucky by several percent.</summary>
    private static double PurityOf(float[] points, int[] labels, int seed) =>
        Enumerable.Range(0, Groupings).Average(grouping => Purity.Of(
            KMeans.Groups(points, points.Length / labels.Length, PictureData.Classes, (Groupings * seed) + grouping), labels));

    private (double[] Code, double[] Mean) FindAnomalies(
        IAnsiConsole console, PictureData data, PictureData even, int seed)
    {
        List<double> code = [], mean = [];
        int[] labels = data.Training.Ints("label");
        foreach (int leftOut in LeftOut)
        {
            int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] != leftOut).Take(AnomalyPictures)];
            Autoencoder model = Training.Run(null, even.Training.Take(kept), EpochsOf(kept.Length, AnomalyShowings), seed);
            code.Add(Anomalies.Auc(Anomalies.DrawingErrors(model, even.Test), data.Test, leftOut));
            float[] distances = Anomalies.DistancesFromMean(data.Training.Take(kept), data.Test);
            mean.Add(Anomalies.Auc(distances, data.Test, leftOut));
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"without {data.ClassNames[leftOut]}: ROC-AUC {code[^1]:F3}, " +
                $"by the distance from the mean {mean[^1]:F3}"));
        }

        return ([.. code], [.. mean]);
    }

    private int EpochsOf(int pictures, int showings) => Epochs ?? Math.Clamp(showings / pictures, 3, 60);

    /// <summary>Pictures, and what the network makes of their codes.</summary>
    private static void ShowDrawings(IAnsiConsole console, Autoencoder model, Dataset test)
    {
        Dataset some = test.Take(..Shown);
        float[] pictures = some.Floats("image"), drawn = Prediction.Of(model, some, "drawn");
        System.Numerics.Tensors.TensorPrimitives.Sigmoid(drawn, drawn);
        var table = Score.Bordered(console)
            .AddColumns("a test picture", $"drawn from its {Autoencoder.CodeSize} numbers");
        for (int i = 0; i < Shown; i++)
            _ = table.AddRow(Picture(pictures, i), Picture(drawn, i));
        console.Write(table);

        Spectre.Console.Rendering.IRenderable Picture(float[] pixels, int number) => Report.Draw(
            console, pixels.AsSpan(number * PictureData.Area, PictureData.Area), PictureData.Side);
    }

    private static void ShowNumbers(IAnsiConsole console, Result result)
    {
        string code = Number(result.CodePurity), pixels = Number(result.PixelPurity), even = Number(result.EvenPurity);
        string drawing = Number(result.CodeAuc.Average()), mean = Number(result.MeanAuc.Average());
        var table = Score.Bordered(console).AddColumns("", "autoencoder", "baseline", "");
        _ = table.AddRow("purity of 10 groups", code, pixels, "k-means of pixels");
        _ = table.AddRow("", "", even, "k-means of pixels in even light");
        _ = table.AddRow("ROC-AUC of anomalies", drawing, mean, "distance from the mean");
        console.Write(table);
        console.WriteLine($"purity: {code} against {pixels}, ROC-AUC: {drawing} against {mean}");
    }

    private static string Number(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
