using CsvHelper;

namespace DLCompiler;

/// <summary>
/// Writes a run as comma-separated values while it goes on: a file with a line an epoch, another with a line a step. Each line is on
/// the disk as soon as it is known. Numbers are in the invariant culture; one that is NaN is an empty cell.
/// </summary>
/// <remarks>
/// A log is of one run. Where the run was cut off and is taken up again from a checkpoint, its lines up to there stay, those after it
/// are replaced as their steps are done again, and a line that was cut off is left out. A run that begins anew replaces the files.
/// </remarks>
/// <example>
/// <code>
/// using var log = new CsvLog("run/epochs.csv", "run/steps.csv");
/// trainer.Fit(training, validation, new FitOptions { Callbacks = [log] });
/// </code>
/// </example>
public sealed class CsvLog : FitCallback, IDisposable
{
    private static readonly string[] StepColumns = ["step", "loss", "learning_rate", "gradient_norm"];

    private readonly string? _epochsPath;
    private readonly string? _stepsPath;
    private CsvLogFile? _epochs;
    private CsvLogFile? _steps;

    /// <param name="epochs">
    /// The file of the epochs, with the columns <c>epoch, step, training_loss, validation_loss</c>, one a metric, and
    /// <c>learning_rate, seconds, examples_per_second</c>; null for none.
    /// </param>
    /// <param name="steps">The file of the steps: <c>step, loss, learning_rate, gradient_norm</c>; null for none.</param>
    public CsvLog(string? epochs, string? steps = null) => (_epochsPath, _stepsPath) = (epochs, steps);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A file has other columns: it is of another run, or of another kind.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public override void OnStart(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Dispose();
        var metrics = context.Options.Metrics.Select(m => m.Metric.Name);
        string[] columns =
        [
            "epoch", "step", "training_loss", "validation_loss", .. metrics, "learning_rate", "seconds", "examples_per_second",
        ];
        if (_epochsPath is not null) _epochs = CsvLogFile.Open(_epochsPath, columns, context.Epoch);
        if (_stepsPath is not null) _steps = CsvLogFile.Open(_stepsPath, StepColumns, context.Trainer.StepCount);
    }

    /// <inheritdoc/>
    public override void OnStep(FitContext context, StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _steps?.Write(step.Step, writer =>
        {
            Write(writer, step.Loss);
            Write(writer, step.LearningRate);
            Write(writer, step.GradientNorm);
        });
    }

    /// <inheritdoc/>
    public override void OnEpoch(FitContext context, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(epoch);
        _epochs?.Write(epoch.Epoch, writer =>
        {
            writer.WriteField(epoch.Step);
            Write(writer, epoch.TrainingLoss);
            Write(writer, epoch.ValidationLoss);
            foreach (var metric in context.Options.Metrics) Write(writer, epoch.Metrics[metric.Metric.Name]);
            Write(writer, epoch.LearningRate);
            Write(writer, epoch.Seconds);
            Write(writer, epoch.ExamplesPerSecond);
        });
    }

    /// <inheritdoc/>
    public override void OnEnd(FitContext context) => Dispose();

    /// <summary>Closes the files. What ends by itself does so too.</summary>
    public void Dispose()
    {
        _epochs?.Dispose();
        _steps?.Dispose();
        (_epochs, _steps) = (null, null);
    }

    private static void Write(CsvWriter writer, float value)
    {
        if (float.IsNaN(value)) writer.WriteField("");
        else writer.WriteField(value);
    }

    private static void Write(CsvWriter writer, double value)
    {
        if (double.IsNaN(value)) writer.WriteField("");
        else writer.WriteField(value);
    }
}
