using System.Globalization;
using Spectre.Console;

namespace DLCompiler.Samples.Words;

/// <summary>Shows a training run: a progress bar in a terminal, a plain line for each look at the held-out words elsewhere.</summary>
internal static class ProgressView
{
    /// <summary>Runs the training and shows how it goes.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="train">Trains, and tells how far it is.</param>
    public static double Run(IAnsiConsole console, Func<Action<TrainingProgress>, double> train)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
            return train(progress => WriteLook(console, progress));
        return console.Progress()
            .Columns(
                new ProgressBarColumn(),
                new PercentageColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                var bar = context.AddTask("starting", maxValue: 1);
                return train(progress =>
                {
                    bar.Value = progress.Share;
                    bar.Description = Describe(progress);
                });
            });
    }

    private static void WriteLook(IAnsiConsole console, TrainingProgress progress)
    {
        if (progress.Looked)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Share,4:P0}  {Describe(progress)}"));
    }

    private static string Describe(TrainingProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"step {progress.Step}  bits a character {progress.TrainingBits:F3}, held out {Bits(progress.ValidationBits)}  "
        + $"{progress.CharactersPerSecond:N0} characters/s");

    private static string Bits(double bits) =>
        double.IsNaN(bits) ? "–" : bits.ToString("F3", CultureInfo.InvariantCulture);
}
