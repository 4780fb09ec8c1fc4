using System.CommandLine;
using System.CommandLine.Parsing;
using DLCompiler.Samples.Words;
using Spectre.Console;

var defaults = new Options();
var words = new Option<string?>("--words")
{
    Description = $"A list of words, one a line (default: {WordList.UsualPath}, or the embedded words)",
    HelpName = "FILE",
};
var seconds = Number("--seconds", "How long to train", defaults.Seconds, least: 1);
var steps = new Option<int?>("--steps") { Description = "How many steps to train, instead of a time" };
var seed = new Option<int>("--seed") { Description = "Of everything random" };
var threads = new Option<int?>("--threads") { Description = "How many cores to use (default: all)" };
var count = new Option<int>("--count") { Description = "How many words to make up", DefaultValueFactory = _ => defaults.Count };
var start = Letters("--start", "How the words begin");
var stop = Letters("--stop", "Letters after which a word is over");
var temperature = Number("--temperature", "0: the likeliest letters; 1: as the network thinks; more: wilder",
    defaults.Sampling.Temperature, least: 0);
var topK = new Option<int?>("--top-k") { Description = "Draw from so many of the likeliest signs only" };
var topP = Number("--top-p", "Draw from the likeliest signs only that are so probable together", 1, least: 0.01);
var beams = new Option<int>("--beams") { Description = "How wide to search", DefaultValueFactory = _ => defaults.Beams };
foreach (var option in new[] { steps, threads, topK }) option.Validators.Add(r => AtLeastOne(r, r.GetValueOrDefault<int?>()));
foreach (var option in new[] { count, beams }) option.Validators.Add(r => AtLeastOne(r, r.GetValueOrDefault<int>()));

var command = new RootCommand("Trains a small GPT on English words, letter by letter, and makes up new ones.")
{
    words, seconds, steps, seed, threads, count, start, stop, temperature, topK, topP, beams,
};
command.SetAction(line =>
{
    try
    {
        Job.Run(AnsiConsole.Console, new Options
        {
            Words = line.GetValue(words),
            Seconds = line.GetValue(seconds),
            Steps = line.GetValue(steps),
            Seed = line.GetValue(seed),
            Threads = line.GetValue(threads),
            Count = line.GetValue(count),
            Start = line.GetValue(start)!,
            Stop = line.GetValue(stop)!,
            Sampling = new Sampling(line.GetValue(temperature), line.GetValue(topK), line.GetValue(topP)),
            Beams = line.GetValue(beams),
        });
        return 0;
    }
    catch (IOException problem)
    {
        Console.Error.WriteLine($"error: {problem.Message}");
        return 1;
    }
});
return command.Parse(args).Invoke();

static Option<double> Number(string name, string description, double otherwise, double least)
{
    var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => otherwise };
    option.Validators.Add(result =>
    {
        if (!(result.GetValueOrDefault<double>() >= least)) result.AddError($"{name} must be at least {least}.");
    });
    return option;
}

static Option<string> Letters(string name, string description)
{
    var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => "" };
    option.Validators.Add(result =>
    {
        string letters = result.GetValueOrDefault<string>() ?? "";
        if (letters.Length > 16 || !letters.All(char.IsAsciiLetterLower))
            result.AddError($"{name} takes up to 16 letters from a to z.");
    });
    return option;
}

static void AtLeastOne(OptionResult result, int? value)
{
    if (value < 1) result.AddError($"{result.Option.Name} must be at least 1.");
}
