using DLCompiler.Runtime;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>The whole job: train, save, reload, show.</summary>
internal static class Job
{
    private const int DigitEpochs = 60;
    private const int FashionEpochs = 5;

    private static readonly string[] DigitNames = [.. Enumerable.Range(0, Network.Classes).Select(digit => $"{digit}")];

    /// <summary>Runs it.</summary>
    /// <exception cref="DataFileException">A file is missing or is not what it should be; nothing was
    /// overwritten.</exception>
    public static void Run(IAnsiConsole console, Options options)
    {
        if (options.Threads is int threads) Workers.Count = threads;
        bool fashion = options.FashionMnist is not null;
        Func<int, Network> create = fashion ? Networks.Fashion : Networks.Digits;
        using var weights = WeightsFile.Prepare(options.Weights, create(options.Seed));
        (ImageSet training, ImageSet test) = fashion ? FashionMnist.Load(options.FashionMnist!) : Digits.Load();

        Network network = create(options.Seed);
        Report.WriteSummary(console, network.Summary);
        var loop = new TrainingLoop(network, training, test) { Wobbles = !fashion };
        ProgressView.Run(console, loop, options.Epochs ?? (fashion ? FashionEpochs : DigitEpochs), options.Seed);

        network.Save(weights.Path);
        Network reloaded = create(options.Seed + 1);
        reloaded.Load(weights.Path);
        string[] names = fashion ? FashionMnist.ClassNames : DigitNames;
        Report.WritePictures(console, reloaded, test, names);
        Report.WriteAccuracy(console, reloaded.Accuracy(test));
    }
}
