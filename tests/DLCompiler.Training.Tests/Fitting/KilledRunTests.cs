using System.Diagnostics;
using Xunit.Abstractions;

namespace DLCompiler.Training.Tests.Fitting;

/// <summary>A process that trains is killed at any moment, and another goes on: the end is the same to the bit.</summary>
public class KilledRunTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void Killed_a_few_times() => KillAndCompare(kills: 5);

    [Fact]
    [Trait("Category", "Slow")]
    public void Killed_a_hundred_times() => KillAndCompare(kills: 100);

    private void KillAndCompare(int kills)
    {
        int[] expected = Spirals.Bits(Spirals.Train(folder: null));
        var random = new Random(kills);
        int killed = 0, runs = 0;
        TimeSpan whole = TimeSpan.Zero;
        while (killed < kills)
        {
            using var folder = new TemporaryFolder();
            bool isDone = false;
            while (!isDone)
            {
                var watch = Stopwatch.StartNew();
                using var process = Start(folder.Path);
                var moment = whole * (0.2 + (0.9 * random.NextDouble()));
                isDone = whole > TimeSpan.Zero && killed < kills && !process.WaitForExit(moment) ? Kill(process) : Finish(process);
                if (!isDone) killed++;
                if (whole == TimeSpan.Zero) whole = watch.Elapsed;
            }

            runs++;
            var model = new SpiralNet(seed: 77);
            var trainer = Spirals.Trainer(model);
            trainer.LoadCheckpoint(Directory.GetFiles(folder.Path, "step-*").Order(StringComparer.Ordinal).Last());
            model.Load(folder["best.safetensors"]);
            Assert.Equal(expected, Spirals.Bits(model));
        }

        output.WriteLine($"{killed} processes killed in {runs} runs");
    }

    private static Process Start(string folder) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { typeof(KilledRunTests).Assembly.Location, folder },
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    private static bool Kill(Process process)
    {
        process.Kill();
        process.WaitForExit();
        return false;
    }

    private static bool Finish(Process process)
    {
        Assert.True(process.WaitForExit(Patience));
        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        return true;
    }
}
