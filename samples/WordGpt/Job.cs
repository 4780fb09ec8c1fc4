using DLCompiler.Runtime;
using Spectre.Console;

namespace DLCompiler.Samples.Words;

/// <summary>The whole job: train, compare with the baseline, make up words.</summary>
internal static class Job
{
    /// <summary>Runs it.</summary>
    /// <exception cref="IOException">The list of words is missing or has too few words.</exception>
    public static void Run(IAnsiConsole console, Options options)
    {
        if (options.Threads is int threads) Workers.Count = threads;
        var words = WordList.Load(options.Words);
        var report = new Report(console, words);
        var model = new WordGpt(options.Seed);
        report.WriteStart(model.Summary);

        string weights = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            var loop = new TrainingLoop(model, words, options.Seed);
            double bits = ProgressView.Run(
                console, progress => loop.Run(TimeSpan.FromSeconds(options.Seconds), options.Steps, weights, progress));
            var step = new WordGptStep();
            step.Load(weights);
            var writer = new WordWriter(step, [.. options.Stop.Select(Alphabet.Encode)]);
            var random = new Random(options.Seed);
            report.WriteDrawn(options, writer.Draw(options.Count, options.Start, options.Sampling, random));
            report.WriteSearched(options, writer.Search(options.Beams, options.Start));
            var bigram = new Bigram(TextRows.Of(words.Training));
            report.WriteBits(bits, bigram.BitsPerCharacter(TextRows.Of(words.Validation)));
        }
        finally
        {
            File.Delete(weights);
        }
    }
}
