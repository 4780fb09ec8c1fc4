using System.CommandLine;
using DLCompiler.Data;
using DLCompiler.Runtime;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>The command line of a sample that works on pictures.</summary>
internal static class PictureCommand
{
    private const string FashionFolder = "fashion-mnist";

    // Where Debian's package dataset-fashion-mnist puts the files, and where the library keeps what it downloads.
    private static readonly string[] Folders =
        [Path.Combine("/usr/share/datasets", FashionFolder), Path.Combine(DataSets.CacheFolder, FashionFolder)];

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
            Description = $"Where Fashion-MNIST's four IDX files are (default: {string.Join(" or ", Folders)}, if they are there)",
            HelpName = "FOLDER",
        };
        var digits = new Option<bool>("--digits") { Description = "Use the library's handwritten digits instead" };
        var validation = new Option<bool>("--validation")
        {
            Description = "Measure on a sixth of the training pictures, not on the test pictures: to change and to choose something",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Of everything random: the same seed gives the same numbers",
        };
        var threads = new Option<int?>("--threads") { Description = "How many cores to use (default: all)" };
        threads.Validators.Add(option =>
        {
            if (option.GetValueOrDefault<int?>() < 1) option.AddError("--threads must be at least 1.");
        });
        var command = new RootCommand(description) { folder, digits, validation, seed, threads };
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
                run(AnsiConsole.Console, line.GetValue(validation) ? data.ForChoices() : data, line.GetValue(seed));
                return 0;
            }
            catch (Exception problem) when (problem is DataException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"error: {problem.Message}");
                return 1;
            }
        });
        return command.Parse(args).Invoke();
    }

    private static PictureData Load(string? folder, bool digits) =>
        !digits && (folder is not null || Folders.Any(Directory.Exists)) ? PictureData.Fashion(folder) : PictureData.Digits();
}
