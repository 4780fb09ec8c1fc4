namespace DLCompiler;

/// <summary>
/// Shows a run in TensorBoard: <c>step/loss</c>, <c>step/learning_rate</c> and <c>step/gradient_norm</c> of the steps,
/// <c>epoch/training_loss</c>, <c>epoch/validation_loss</c> and the metrics of the epochs, and after each epoch the histograms
/// <c>weights/…</c> and <c>gradients/…</c> of all parameters. The axis is that of the steps.
/// </summary>
/// <remarks>The gradients are those of the epoch's last step, before their norm is limited.</remarks>
/// <param name="folder">The folder of the run; it is made where it is missing.</param>
public sealed class TensorBoardLog(string folder) : FitCallback, IDisposable
{
    private TensorBoardWriter? _writer;

    /// <summary>After how many steps one is written.</summary>
    public int EverySteps { get; init; } = 1;

    /// <summary>Whether the histograms are written.</summary>
    public bool WritesHistograms { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EverySteps"/> is below 1.</exception>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public override void OnStart(FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThan(EverySteps, 1);
        Dispose();
        long steps = context.Trainer.StepCount;
        _writer = new TensorBoardWriter(folder, steps == 0 ? null : steps + 1, context.Options.Time);
    }

    /// <inheritdoc/>
    public override void OnStep(FitContext context, StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Step % EverySteps != 0) return;
        Scalar("step/loss", step.Step, step.Loss);
        Scalar("step/learning_rate", step.Step, step.LearningRate);
        Scalar("step/gradient_norm", step.Step, step.GradientNorm);
    }

    /// <inheritdoc/>
    public override void OnEpoch(FitContext context, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(epoch);
        Scalar("epoch/training_loss", epoch.Step, epoch.TrainingLoss);
        Scalar("epoch/validation_loss", epoch.Step, epoch.ValidationLoss);
        Scalar("epoch/examples_per_second", epoch.Step, epoch.ExamplesPerSecond);
        foreach (var (name, value) in epoch.Metrics) Scalar("epoch/" + name, epoch.Step, value);
        if (WritesHistograms) WriteHistograms(context.Trainer, epoch.Step);
        _writer?.Flush();
    }

    /// <inheritdoc/>
    public override void OnEnd(FitContext context) => Dispose();

    /// <summary>Closes the file. A run that ends by itself does so too.</summary>
    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }

    /// <summary>A number that is not known is no point.</summary>
    private void Scalar(string tag, long step, double value)
    {
        if (!double.IsNaN(value)) _writer?.Scalar(tag, step, value);
    }

    private void WriteHistograms(Trainer trainer, long step)
    {
        var store = trainer.Model.Store;
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            var parameter = store.Parameters[i];
            _writer?.Histogram("weights/" + parameter.Name, step, store.Span(i));
            if (parameter.Trained) _writer?.Histogram("gradients/" + parameter.Name, step, trainer.Gradient(parameter.Name));
        }
    }
}
