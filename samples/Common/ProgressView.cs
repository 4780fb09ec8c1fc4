using System.Globalization;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>Shows a training run: a progress bar in a terminal, a plain line an epoch elsewhere.</summary>
internal static class ProgressView
{
    /// <summary>Runs the loop and shows how it goes.</summary>
    public static void Run(IAnsiConsole console, TrainingLoop loop, int epochs, int seed)
    {
        if (console.Profile.Out.IsTerminal && console.Profile.Capabilities.Ansi)
            RunWithBar(console, loop, epochs, seed);
        else
            loop.Run(epochs, seed, progress => WriteEpoch(console, progress, epochs));
    }

    private static void RunWithBar(IAnsiConsole console, TrainingLoop loop, int epochs, int seed) =>
        console.Progress()
            .Columns(
                new ProgressBarColumn(),
                new PercentageColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("starting", maxValue: Math.Max(1, epochs * loop.StepsPerEpoch));
                loop.Run(epochs, seed, progress =>
                {
                    bar.Value = progress.Step;
                    bar.Description = Describe(progress, epochs);
                });
            });

    private static void WriteEpoch(IAnsiConsole console, TrainingProgress progress, int epochs)
    {
        if (progress.EpochEnded) console.WriteLine(Describe(progress, epochs));
    }

    private static string Describe(TrainingProgress progress, int epochs) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch}/{epochs}  loss {progress.Loss:F3}  accuracy {Percent(progress.Accuracy)}  " +
        $"{progress.ImagesPerSecond:N0} images/s");

    private static string Percent(double share) =>
        double.IsNaN(share) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1}%");
}
