using DLCompiler.Data;
using DLCompiler.Training.Tests.Fitting;

namespace DLCompiler.Training.Tests.Guides;

/// <summary>The code of docs/guides/training.md.</summary>
public class TrainingGuide : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Runs()
    {
        var (training, validation) = (Spirals.Points(), Spirals.Points(seed: 9));
        string folder = _folder["run"];

        var model = new SpiralNet(seed: 1);
        var trainer = model.CreateTrainer(
            new AdamW(1e-2f),
            new TrainerOptions { Seed = 1, ClipNorm = 1, Schedule = new CosineSchedule(1e-2f, steps: 20 * 7) });
        var result = trainer.Fit(training, validation, new FitOptions
        {
            Epochs = 20,
            Metrics = [FitMetric.Accuracy(classes: 2)],
            Monitor = Objective.Highest("accuracy"),
            EarlyStopping = new EarlyStopping(Patience: 5),
            ShowsProgress = false,
        });
        double best = result.Best;

        Assert.True(best > 0.8);
        var rates = model.CreateTrainer(new AdamW()).FindLearningRate(new DataLoader(training));
        var optimizer = new AdamW(rates.Suggestion);

        using var cancellation = new CancellationTokenSource();
        var options = new FitOptions
        {
            Epochs = 10,
            Checkpoints = new CheckpointOptions(folder) { EverySteps = 5, Keep = 3 },
            ShowsProgress = false,
        };
        var fresh = new SpiralNet(seed: 1);
        await fresh.CreateTrainer(optimizer).FitAsync(new DataLoader(training), new DataLoader(validation), options, cancellation.Token);

        var again = new SpiralNet(seed: 1);
        again.CreateTrainer(new AdamW(rates.Suggestion)).Fit(new DataLoader(training), new DataLoader(validation), options);
        Assert.Equal(Spirals.Bits(fresh), Spirals.Bits(again));
    }

    [Fact]
    public void Is_seen()
    {
        string folder = _folder["seen"];
        Directory.CreateDirectory(folder);
        var (training, validation) = (Spirals.Points(), Spirals.Points(seed: 9));
        var model = new SpiralNet(seed: 1);

        string page = Path.Combine(folder, "report.html");
        using var report = new ReportWriter(page)
        {
            Title = "Spirals",
            ClassNames = ["inner", "outer"],
            Mistakes = m => Mistakes.Find(m, validation, new MistakeOptions { Count = 12, ClassNames = ["inner", "outer"] }),
        };
        using var board = new TensorBoardLog(Path.Combine(folder, "board"));
        using var log = new CsvLog(Path.Combine(folder, "epochs.csv"), Path.Combine(folder, "steps.csv"));
        model.CreateTrainer(new AdamW(1e-2f)).Fit(training, validation, new FitOptions
        {
            Epochs = 4,
            Metrics = [FitMetric.Accuracy(classes: 2)],
            Callbacks = [report, board, log],
            ShowsProgress = false,
        });

        string svg = model.Diagram().ToSvg(), mermaid = model.Diagram().ToMermaid();

        Assert.Contains("Spirals", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal(5, File.ReadLines(Path.Combine(folder, "epochs.csv")).Count());
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(folder, "board")));
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Contains("Classify", mermaid, StringComparison.Ordinal);
    }

    [Fact]
    public void Transfers()
    {
        string path = _folder["pretrained.safetensors"];
        new SpiralNet(seed: 3).Save(path);
        var data = Spirals.Points();

        var model = new SpiralNet(seed: 1);
        var names = new Dictionary<string, string> { ["First.*"] = "First.*", ["Classify.*"] = "head.*" };
        LoadReport report = model.LoadMatching(path, names);

        model.Freeze("First.*", "Center.*");
        var trainer = model.CreateTrainer(new AdamW(1e-2f));
        trainer.Fit(data, null, new FitOptions { Epochs = 3, ShowsProgress = false });
        model.Unfreeze("*");
        trainer.LearningRate = 1e-3f;
        trainer.Fit(data, null, new FitOptions { Epochs = 3, ShowsProgress = false });

        Assert.Equal(["Classify.weight", "Classify.bias"], report.Missing);
        Assert.Empty(model.Frozen());
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
