using DLCompiler.Data;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DLCompiler.Training.Tests.Fitting;

public class FitTests
{
    [Fact]
    public void It_learns_and_says_how()
    {
        var model = new SpiralNet(seed: 2);
        var matrix = new ConfusionMatrix(2);
        var options = Spirals.Options(null) with { Metrics = [FitMetric.Accuracy(matrix)], Epochs = 30 };
        var result = Spirals.Trainer(model).Fit(Spirals.Loader(Spirals.Points()), Spirals.Loader(Spirals.Points(seed: 9), false), options);
        Assert.Equal(30, result.History.Epochs.Count);
        Assert.Equal(30 * 25, result.History.Steps.Count);
        Assert.True(matrix.Accuracy > 0.95, $"{matrix.Accuracy}");
        Assert.Equal(matrix.Accuracy, result.History.Epochs[^1].Metrics["accuracy"]);
        Assert.All(result.History.Steps, s => Assert.True(s.GradientNorm > 0));
        var best = result.History.Epochs.MinBy(e => e.ValidationLoss)!;
        Assert.Equal((best.Epoch, best.ValidationLoss), (result.BestEpoch, result.Best));
    }

    [Fact]
    public void The_best_weights_are_kept_or_the_last()
    {
        var worst = new Spoiler(after: 4);
        int[] best = Spirals.Bits(Spirals.Train(null, default, worst));
        Assert.Equal(worst.BestBits, best);
        var model = new SpiralNet(seed: 2);
        var last = Spirals.Options(null, new Spoiler(after: 4)) with { KeepBest = false };
        Spirals.Trainer(model).Fit(Spirals.Loader(Spirals.Points()), Spirals.Loader(Spirals.Points(seed: 9), false), last);
        Assert.NotEqual(best, Spirals.Bits(model));
    }

    [Fact]
    public void It_stops_early_and_when_told()
    {
        var model = new SpiralNet(seed: 2);
        var options = Spirals.Options(null) with
        {
            EarlyStopping = new EarlyStopping(2),
            Monitor = Objective.Lowest("accuracy"),
            Epochs = 50,
        };
        var result = Spirals.Trainer(model).Fit(Spirals.Points(), Spirals.Points(seed: 9), options);
        Assert.True(result.IsStopped);
        Assert.Equal(result.BestEpoch + 2, result.History.Epochs.Count);

        var told = Spirals.Trainer(new SpiralNet(seed: 2)).Fit(Spirals.Points(), null, Spirals.Options(null, new StopAfter(10)) with { Metrics = [] });
        Assert.True(told.IsStopped);
        Assert.Equal(10, told.History.Steps.Count);
    }

    [Fact]
    public async Task Cancelled_and_taken_up_again_it_ends_with_the_same_bits()
    {
        int[] expected = Spirals.Bits(Spirals.Train(null));
        using var folder = new TemporaryFolder();
        foreach (int steps in (int[])[1, 7, 25, 26, 60])
        {
            using var cancellation = new CancellationTokenSource();
            var model = new SpiralNet(seed: 2);
            var run = Spirals.Trainer(model).FitAsync(
                Spirals.Loader(Spirals.Points()), Spirals.Loader(Spirals.Points(seed: 9), false),
                Spirals.Options(folder.Path, new CancelAfter(steps, cancellation)), cancellation.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Equal(expected, Spirals.Bits(Spirals.Train(folder.Path)));
        Assert.Equal(3, Directory.GetFiles(folder.Path, "step-*").Length);
        Assert.Equal("spirals", ModelFile.Texts(folder["best.safetensors"])["note"]);

        // A run that has ended trains no more.
        Assert.Equal(expected, Spirals.Bits(Spirals.Train(folder.Path)));
    }

    [Fact]
    public void Progress_is_a_line_an_epoch_where_there_is_no_terminal()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        var lines = new Lines();
        var options = Spirals.Options(null) with { Epochs = 2, ShowsProgress = true, Console = console, Logger = lines };
        Spirals.Trainer(new SpiralNet(seed: 2)).Fit(Spirals.Points(), Spirals.Points(seed: 9), options);
        string[] shown = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(2, shown.Length);
        Assert.Matches(@"^epoch 1/2  loss \d\.\d{4}  validation \d\.\d{4}  accuracy [\d.]+  [\d,]+ examples/s  \d+\.\d s$", shown[0]);
        Assert.Equal(shown, lines.Texts);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var trainer = Spirals.Trainer(new SpiralNet(seed: 2));
        var points = new Dataset { { "points", new float[8], 2 }, { "label", new int[4] } };
        var column = Assert.Throws<ArgumentException>(() => trainer.Fit(points));
        Assert.StartsWith("There is no column 'point'; there are 'points', 'label'.", column.Message, StringComparison.Ordinal);
        var monitor = Assert.Throws<ArgumentException>(() => trainer.Fit(
            Spirals.Points(), null, Spirals.Options(null) with { Metrics = [], Monitor = Objective.Highest("recall") }));
        Assert.Equal("No metric is called 'recall'; there are 'loss'.", monitor.Message);
        var wide = new Dataset { { "point", new float[12], 3 }, { "label", new int[4] } };
        Assert.Contains("'label'", Assert.Throws<ModelShapeException>(() => trainer.Fit(wide)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Fit(new Dataset { { "point", Array.Empty<float>(), 2 } }));
    }

    [Fact]
    public void A_learning_rate_is_found_and_nothing_is_changed()
    {
        var model = new SpiralNet(seed: 2);
        var trainer = model.CreateTrainer(new AdamW(1e-3f), new TrainerOptions { Seed = 5 });
        trainer.Fit(Spirals.Points(), null, new FitOptions { Epochs = 1, ShowsProgress = false });
        int[] before = Spirals.Bits(model);
        var rates = trainer.FindLearningRate(Spirals.Loader(Spirals.Points()));
        Assert.InRange(rates.Suggestion, 1e-5f, 0.3f);
        Assert.Equal(before, Spirals.Bits(model));
        Assert.Equal((7, 1e-3f), (trainer.StepCount, trainer.LearningRate));
        Assert.Throws<InvalidOperationException>(() => Spirals.Trainer(model).FindLearningRate(Spirals.Loader(Spirals.Points())));
    }

    /// <summary>Ruins the weights after an epoch, and notes those of the best one so far.</summary>
    private sealed class Spoiler(int after) : FitCallback
    {
        private double _best = double.PositiveInfinity;

        public int[] BestBits { get; private set; } = [];

        public override void OnEpoch(FitContext context, EpochRecord epoch)
        {
            if (epoch.ValidationLoss < _best) (_best, BestBits) = (epoch.ValidationLoss, Spirals.Bits(context.Trainer.Model));
            if (epoch.Epoch < after) return;
            context.Trainer.Model.Store.Edit(0, (values, _) => values.Fill(3));
        }
    }

    private sealed class StopAfter(int steps) : FitCallback
    {
        public override void OnStep(FitContext context, StepRecord step)
        {
            if (step.Step == steps) context.Stop();
        }
    }

    private sealed class CancelAfter(int steps, CancellationTokenSource cancellation) : FitCallback
    {
        private int _left = steps;

        public override void OnStep(FitContext context, StepRecord step)
        {
            if (--_left == 0) cancellation.Cancel();
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> Texts { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Add(formatter(state, exception));
    }
}
