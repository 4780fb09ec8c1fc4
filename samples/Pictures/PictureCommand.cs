using System.CommandLine;
using DLCompiler.Runtime;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>The command line of a sample that works on pictures.</summary>
internal static class PictureCommand
{
    /// <summary>What a sample does.</summary>
    /// <param name="console">Where it shows it.</param>
    /// <param name="data">The pictures.</param>
    /// <param name="seed">Of everything random.</param>
    public delegate void Sample(IAnsiConsole console, PictureData data, int seed);

    /// <summary>Parses the line and runs the sample.</summary>
    /// <param name="description">What the sample does.</param>
    /// <param name="args">The line.</param>
    /// <param name="run">The sample.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run(string description, string[] args, Sample run)
    {
        var folder = new Option<string?>("--fashion-mnist")
        {
            Description =
                $"Where Fashion-MNIST's four IDX files are (default: {FashionMnist.DefaultFolder}, if it is there)",
            HelpName = "FOLDER",
        };
        var digits = new Option<bool>("--digits") { Description = "Use the embedded handwritten digits instead" };
        var seed = new Option<int>("--seed")
        {
            Description = "Of everything random: the same seed gives the same numbers",
        };
        var threads = new Option<int?>("--threads") { Description = "How many cores to use (default: all)" };
        threads.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int?>() < 1) option.AddError("--threads must be at least 1.");
        });
        var command = new RootCommand(description) { folder, digits, seed, threads };
        command.Validators.Add(line =>
        {
            if (line.GetValue(digits) && line.GetValue(folder) is not null)
                line.AddError("--digits and --fashion-mnist exclude each other.");
        });
        command.SetAction(line =>
        {
            try
            {
                if (line.GetValue(threads) is int count) Workers.Count = count;
                PictureData data = Load(line.GetValue(folder), line.GetValue(digits));
                run(AnsiConsole.Console, data, line.GetValue(seed));
                return 0;
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"error: {problem.Message}");
                return 1;
            }
        });
        return command.Parse(args).Invoke();
    }

    private static PictureData Load(string? folder, bool digits)
    {
        if (digits) return PictureData.Digits();
        if (folder is null && !Directory.Exists(FashionMnist.DefaultFolder)) return PictureData.Digits();
        return PictureData.Fashion(folder ?? FashionMnist.DefaultFolder);
    }
}
