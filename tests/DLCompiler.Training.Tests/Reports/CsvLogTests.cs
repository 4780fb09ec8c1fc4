using System.Globalization;
using DLCompiler.Training.Tests.Fitting;

namespace DLCompiler.Training.Tests.Reports;

public class CsvLogTests
{
    [Fact]
    public void Epochs_and_steps_are_lines_that_are_there_at_once()
    {
        using var folder = new TemporaryFolder();
        string epochs = folder["a/epochs.csv"], steps = folder["steps.csv"];
        using var log = new CsvLog(epochs, steps);
        var counts = new List<(int Step, int Lines)>();
        Spirals.Train(null, default, log, new AfterStep(step => counts.Add((step, ReadShared(steps).Length - 1))));
        Assert.All(counts, c => Assert.Equal(c.Step, c.Lines));
        string[] lines = File.ReadAllLines(epochs);
        Assert.Equal("epoch,step,training_loss,validation_loss,accuracy,learning_rate,seconds,examples_per_second", lines[0]);
        Assert.Equal(1 + Spirals.Epochs, lines.Length);
        Assert.Equal(["2", "50"], lines[2].Split(',')[..2]);
        Assert.All(lines.Skip(1), l => Assert.All(l.Split(','), c => double.Parse(c, CultureInfo.InvariantCulture)));
        Assert.Equal("step,loss,learning_rate,gradient_norm", File.ReadAllLines(steps)[0]);
    }

    [Fact]
    public void What_is_not_a_number_is_empty()
    {
        using var folder = new TemporaryFolder();
        using var log = new CsvLog(folder["epochs.csv"]);
        Spirals.Trainer(new SpiralNet(seed: 2)).Fit(
            Spirals.Points(), null, Spirals.Options(null, log) with { Metrics = [], Epochs = 1 });
        Assert.Equal("", File.ReadAllLines(folder["epochs.csv"])[1].Split(',')[3]);
    }

    [Fact]
    public void A_run_that_goes_on_repeats_no_line()
    {
        using var whole = new TemporaryFolder();
        using var parts = new TemporaryFolder();
        Spirals.Train(whole["run"], default, new CsvLog(whole["epochs.csv"], whole["steps.csv"]));
        foreach (int stop in (int[])[33, 61])
        {
            // Checkpoints are at every fifth step: some steps are done again. The log is not closed, as where a process is killed.
            using var cancellation = new CancellationTokenSource();
            var log = new CsvLog(parts["epochs.csv"], parts["steps.csv"]);
            var fails = new AfterStep(step =>
            {
                if (step == stop) throw new TimeoutException();
            });
            Assert.Throws<TimeoutException>(() => Spirals.Train(parts["run"], default, log, fails));
            log.Dispose();
            File.AppendAllText(parts["steps.csv"], "62,0.2");
        }

        Spirals.Train(parts["run"], default, new CsvLog(parts["epochs.csv"], parts["steps.csv"]));
        Assert.Equal(File.ReadAllLines(whole["steps.csv"]), File.ReadAllLines(parts["steps.csv"]));
        Assert.Equal(Columns(whole["epochs.csv"], 6), Columns(parts["epochs.csv"], 6));

        // A run that begins anew has a log of its own.
        Spirals.Train(null, default, new CsvLog(parts["epochs.csv"], parts["steps.csv"]));
        Assert.Equal(1 + (25 * Spirals.Epochs), File.ReadAllLines(parts["steps.csv"]).Length);
    }

    [Fact]
    public void A_file_of_something_else_is_not_taken_for_a_log()
    {
        using var folder = new TemporaryFolder();
        Spirals.Train(folder["run"], default, new StopAfter(30));
        File.WriteAllText(folder["steps.csv"], "a,b\n1,2\n");
        var problem = Assert.Throws<InvalidDataException>(
            () => Spirals.Trainer(new SpiralNet(seed: 2)).Fit(
                Spirals.Loader(Spirals.Points()), Spirals.Loader(Spirals.Points(seed: 9), false),
                Spirals.Options(folder["run"], new CsvLog(null, folder["steps.csv"]))));
        Assert.EndsWith(
            "has the columns a, b; this run writes step, loss, learning_rate, gradient_norm.", problem.Message, StringComparison.Ordinal);
        Assert.Equal("a,b\n1,2\n", File.ReadAllText(folder["steps.csv"]));
    }

    private static string[] Columns(string path, int count) =>
        [.. File.ReadAllLines(path).Select(l => string.Join(',', l.Split(',').Take(count)))];

    private static string[] ReadShared(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class AfterStep(Action<int> action) : FitCallback
    {
        public override void OnStep(FitContext context, StepRecord step) => action((int)step.Step);
    }
}
