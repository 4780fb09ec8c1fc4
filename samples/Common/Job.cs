using DLCompiler.Runtime;
using Spectre.Console;

namespace DLCompiler.Samples;

/// <summary>A network, its images, and the whole way from one to the other: train, save, reload, show.</summary>
internal sealed class Job
{
    /// <summary>Makes the network; the same seed makes the same.</summary>
    public required Func<int, Network> Create { get; init; }

    /// <summary>Reads the images to learn from and the images to be tested on.</summary>
    public required Func<(ImageSet Training, ImageSet Test)> Load { get; init; }

    /// <summary>The classes' names by label.</summary>
    public required string[] ClassNames { get; init; }

    /// <summary>How often the network sees the images where the user does not say.</summary>
    public required int Epochs { get; init; }

    /// <summary>How an image is drawn a little differently each time; null for as it is.</summary>
    public ImageChange? Change { get; init; }

    /// <summary>Does it.</summary>
    /// <exception cref="DataFileException">A file is missing or is not what it should be; nothing was
    /// overwritten.</exception>
    public void Run(IAnsiConsole console, Options options)
    {
        if (options.Threads is int threads) Workers.Count = threads;
        using var weights = WeightsFile.Prepare(options.Weights, Create(options.Seed));
        (ImageSet training, ImageSet test) = Load();

        Network network = Create(options.Seed);
        Report.WriteSummary(console, network.Summary);
        var loop = new TrainingLoop(network, training, test) { Change = Change };
        ProgressView.Run(console, loop, options.Epochs ?? Epochs, options.Seed);

        network.Save(weights.Path);
        Network reloaded = Create(options.Seed + 1);
        reloaded.Load(weights.Path);
        Report.WritePictures(console, reloaded, test, ClassNames);
        Report.WriteAccuracy(console, reloaded.Accuracy(test));
    }
}
