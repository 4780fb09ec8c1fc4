using System.CommandLine;
using System.CommandLine.Parsing;
using DLCompiler;
using DLCompiler.Samples;
using Spectre.Console;

var epochs = new Option<int?>("--epochs") { Description = "How often the network sees the images" };
var seed = new Option<int>("--seed") { Description = "Of everything random: the same seed trains the same network" };
var threads = new Option<int?>("--threads") { Description = "How many cores to use (default: all)" };
var weights = new Option<string?>("--weights")
{
    Description = "Where to keep the trained weights, as safetensors",
    HelpName = "FILE",
};
var fashion = new Option<string?>("--fashion-mnist")
{
    Description = "Train on Fashion-MNIST's four IDX files instead of the embedded digits",
    HelpName = "FOLDER",
};
epochs.Validators.Add(AtLeastOne);
threads.Validators.Add(AtLeastOne);

var command = new RootCommand("Trains a network on images of handwritten digits.")
{
    epochs, seed, threads, weights, fashion,
};
command.SetAction(line =>
{
    try
    {
        var options = new Options(
            line.GetValue(epochs),
            line.GetValue(seed),
            line.GetValue(threads),
            line.GetValue(weights),
            line.GetValue(fashion));
        Job.Run(AnsiConsole.Console, options);
        return 0;
    }
    catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"error: {problem.Message}");
        return 1;
    }
});
return command.Parse(args).Invoke();

static void AtLeastOne(OptionResult option)
{
    if (option.GetValueOrDefault<int?>() < 1) option.AddError($"{option.Option.Name} must be at least 1.");
}
