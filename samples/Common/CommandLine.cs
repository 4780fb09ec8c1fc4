using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>A sample's command line: the options that all have, and its own.</summary>
internal static class CommandLine
{
    /// <summary>Parses the line and does the job.</summary>
    /// <param name="description">What the sample does.</param>
    /// <param name="args">The line.</param>
    /// <param name="own">The sample's own option.</param>
    /// <param name="job">The job, by what that option says.</param>
    /// <returns>The process's exit code.</returns>
    public static int Run<T>(string description, string[] args, Option<T> own, Func<T?, Job> job)
    {
        var epochs = new Option<int?>("--epochs") { Description = "How often the network sees the images" };
        var seed = new Option<int>("--seed") { Description = "Of everything random: the same seed trains the same network" };
        var threads = new Option<int?>("--threads") { Description = "How many cores to use (default: all)" };
        var weights = new Option<string?>("--weights")
        {
            Description = "Where to keep the trained weights, as safetensors",
            HelpName = "FILE",
        };
        epochs.Validators.Add(AtLeastOne);
        threads.Validators.Add(AtLeastOne);

        var command = new RootCommand(description) { epochs, seed, threads, weights, own };
        command.SetAction(line =>
        {
            try
            {
                var options = new Options(
                    line.GetValue(epochs), line.GetValue(seed), line.GetValue(threads), line.GetValue(weights));
                job(line.GetValue(own)).Run(AnsiConsole.Console, options);
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

    private static void AtLeastOne(OptionResult option)
    {
        if (option.GetValueOrDefault<int?>() < 1) option.AddError($"{option.Option.Name} must be at least 1.");
    }
}
