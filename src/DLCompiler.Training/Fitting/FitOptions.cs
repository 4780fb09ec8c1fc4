using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace DLCompiler;

/// <summary>How <see cref="Fitting.Fit(Trainer, Data.DataLoader, Data.DataLoader?, FitOptions?, CancellationToken)"/> trains.</summary>
public sealed record FitOptions
{
    /// <summary>How often the network sees the training data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>What is measured on the validation data after each epoch, besides the loss.</summary>
    public IReadOnlyList<FitMetric> Metrics { get; init; } = [];

    /// <summary>Which number says how good an epoch was.</summary>
    public Objective Monitor { get; init; } = Objective.Lowest("loss");

    /// <summary>
    /// Whether the network has the weights of its best epoch at the end, as <see cref="Monitor"/> has it; else those of the last.
    /// </summary>
    public bool KeepBest { get; init; } = true;

    /// <summary>When training ends before its last epoch; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Where the run is kept, so that it goes on where it was cut off; null for nowhere.</summary>
    public CheckpointOptions? Checkpoints { get; init; }

    /// <summary>What is called as training goes on: logs, reports, a user's own.</summary>
    public IReadOnlyList<FitCallback> Callbacks { get; init; } = [];

    /// <summary>
    /// Whether a step that meets NaN or an infinity is the end, with the name of the layer that made it; the weights and the last
    /// checkpoint are those before it.
    /// </summary>
    public bool ChecksNumbers { get; init; } = true;

    /// <summary>Whether progress is shown: bars in a terminal, a line an epoch elsewhere.</summary>
    public bool ShowsProgress { get; init; } = true;

    /// <summary>Where progress is shown; null for the process's console.</summary>
    public IAnsiConsole? Console { get; init; }

    /// <summary>Receives a line an epoch, and what happens to checkpoints; null for nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>The clock; null for the system's.</summary>
    public TimeProvider? Time { get; init; }
}

/// <summary>The end of a run that gets no better.</summary>
/// <param name="Patience">How many epochs in a row may bring nothing.</param>
/// <param name="MinimumChange">By how much the monitored number must be better than the best to count.</param>
public sealed record EarlyStopping(int Patience = 5, double MinimumChange = 0);

/// <summary>Which number of an epoch is looked at, and whether less of it is better.</summary>
public sealed record Objective
{
    /// <summary>The loss of the validation data, or of the training data where there are none.</summary>
    public const string Loss = "loss";

    private Objective(string name, bool isLowest) => (Name, IsLowest) = (name, isLowest);

    /// <summary><see cref="Loss"/>, or the name of a metric: <c>accuracy</c>.</summary>
    public string Name { get; }

    /// <summary>Whether less is better.</summary>
    public bool IsLowest { get; }

    /// <summary>A number of which less is better.</summary>
    public static Objective Lowest(string name) => new(name, true);

    /// <summary>A number of which more is better.</summary>
    public static Objective Highest(string name) => new(name, false);

    /// <summary>The number of an epoch.</summary>
    /// <exception cref="ArgumentException">There is no metric of that name.</exception>
    internal double Of(EpochRecord epoch)
    {
        if (Name == Loss) return double.IsNaN(epoch.ValidationLoss) ? epoch.TrainingLoss : epoch.ValidationLoss;
        if (epoch.Metrics.TryGetValue(Name, out double value)) return value;
        string known = string.Join(", ", epoch.Metrics.Keys.Prepend(Loss).Select(n => $"'{n}'"));
        throw new ArgumentException($"No metric is called '{Name}'; there are {known}.");
    }

    /// <summary>Whether a number is better than another by more than a change; NaN never is, and anything is better than NaN.</summary>
    internal bool IsBetter(double value, double than, double change = 0)
    {
        if (double.IsNaN(value)) return false;
        if (double.IsNaN(than)) return true;
        return IsLowest ? value < than - change : value > than + change;
    }
}

/// <summary>How a run is kept on the disk.</summary>
/// <param name="Folder">The folder, of this run alone; it is made where it is missing.</param>
public sealed record CheckpointOptions(string Folder)
{
    /// <summary>After how many steps a checkpoint is written, besides one an epoch; null for no others.</summary>
    public int? EverySteps { get; init; }

    /// <summary>How many of the last ones are kept, at least 1: where the newest is damaged, the one before it serves.</summary>
    public int Keep { get; init; } = 3;

    /// <summary>Whether a run that the folder holds goes on; else it begins anew, and what is there is replaced.</summary>
    public bool Resume { get; init; } = true;

    /// <summary>
    /// Texts that are kept in each file, such as encoders: <c>["encoder"] = encoder.ToJson()</c>. <see cref="ModelFile.Texts"/>
    /// reads them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
}
