using System.CommandLine;
using System.Globalization;
using DLCompiler;
using DLCompiler.Data;
using DLCompiler.Samples.Sounds;
using Spectre.Console;
using Table = Spectre.Console.Table;

var epochs = new Option<int>("--epochs")
{
    Description = "How often the network hears the recordings",
    DefaultValueFactory = _ => 20,
};
var seed = new Option<int>("--seed") { Description = "Of everything random: the same seed trains the same network" };
var weights = new Option<string?>("--weights") { Description = "Where to keep the trained weights", HelpName = "FILE" };
var file = new Option<string?>("--file")
{
    Description = "A WAV file: says which digit it is, by the weights of --weights, without training",
    HelpName = "WAV",
};
epochs.Validators.Add(option =>
{
    if (option.GetValueOrDefault<int>() < 1) option.AddError("--epochs must be at least 1.");
});
var command = new RootCommand("Learns spoken digits, and is tested on voices that it has never heard.") { epochs, seed, weights, file };
command.Validators.Add(line =>
{
    if (line.GetValue(file) is not null && line.GetValue(weights) is null) line.AddError("--file needs --weights.");
});
command.SetAction(line =>
{
    try
    {
        if (line.GetValue(file) is { } sound) Listen(sound, line.GetValue(weights)!);
        else Train(line.GetValue(epochs), line.GetValue(seed), line.GetValue(weights));
        return 0;
    }
    catch (Exception problem) when (problem is IOException or DataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"error: {problem.Message}");
        return 1;
    }
});
return command.Parse(args).Invoke();

static void Train(int epochs, int seed, string? weights)
{
    var digits = new SpokenDigits();
    AnsiConsole.WriteLine("The baseline, logistic regression:");
    var baseline = ListeningTest.Measure(ListeningTest.TrainBaseline(digits, epochs, seed), digits.Test);
    AnsiConsole.WriteLine("The network:");
    var model = ListeningTest.Train(digits, epochs, seed);
    var heard = ListeningTest.Measure(model, digits.Test);
    WriteMatrix(heard);
    string Percent(ConfusionMatrix matrix) => matrix.Accuracy.ToString("P1", CultureInfo.InvariantCulture);
    AnsiConsole.WriteLine($"on voices that were never heard: {Percent(heard)}; logistic regression: {Percent(baseline)}");
    if (weights is not null) new Listener(model, digits.Encoder).Save(weights);
}

static void Listen(string sound, string weights)
{
    var (digit, probability) = Listener.Load(weights).Hear(WavFile.Read(sound));
    AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sound}: {digit} ({probability:P0})"));
}

static void WriteMatrix(ConfusionMatrix heard)
{
    var table = new Table().Border(TableBorder.Simple).AddColumn("said \\ heard");
    for (int digit = 0; digit < heard.Classes; digit++) table.AddColumn(new TableColumn($"{digit}").RightAligned());
    for (int said = 0; said < heard.Classes; said++)
    {
        var counts = Enumerable.Range(0, heard.Classes).Select(h => heard[said, h] is > 0 and var n ? $"{n}" : "·");
        table.AddRow([$"{said}", .. counts]);
    }

    AnsiConsole.Write(table);
}
