using DLCompiler.Data;

namespace DLCompiler;

/// <summary>Training from data sets: epochs, validation, progress, checkpoints, the best weights.</summary>
public static class Fitting
{
    /// <summary>
    /// Trains on the batches of a loader, epoch after epoch. The columns of the data are called what <c>Forward</c> and the loss call
    /// their parameters.
    /// </summary>
    /// <param name="trainer">What is trained, and how: optimizer, schedule, seed.</param>
    /// <param name="training">What it learns from.</param>
    /// <param name="validation">What it is measured on after each epoch; null for nothing.</param>
    /// <param name="options">Epochs, metrics, checkpoints and what else is the run's; null for ten epochs.</param>
    /// <param name="cancellation">
    /// Ends the run after the step under way, with a checkpoint where there is a place for it: the same call goes on later.
    /// </param>
    /// <returns>What happened.</returns>
    /// <exception cref="ArgumentException">A column is missing, the training data are empty, or no metric has the monitor's name.</exception>
    /// <exception cref="ModelShapeException">A column does not fit the network.</exception>
    /// <exception cref="NotFiniteException">The loss or a gradient is NaN or infinite; the message names the layer.</exception>
    /// <exception cref="CheckpointException">The folder holds another run, or nothing but damaged checkpoints.</exception>
    /// <exception cref="IOException">A checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static FitResult Fit(
        this Trainer trainer, DataLoader training, DataLoader? validation = null, FitOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(training);
        options ??= new FitOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Epochs, 1, nameof(options));
        if (training.Count == 0) throw new ArgumentException("The training data have no batch.", nameof(training));
        var run = new FitRun(trainer, training, validation, options, cancellation);
        return FitView.Of(options).Run(run);
    }

    /// <summary>The same on another thread.</summary>
    /// <inheritdoc cref="Fit(Trainer, DataLoader, DataLoader?, FitOptions?, CancellationToken)"/>
    public static Task<FitResult> FitAsync(
        this Trainer trainer, DataLoader training, DataLoader? validation = null, FitOptions? options = null,
        CancellationToken cancellation = default) =>
        Task.Factory.StartNew(
            () => trainer.Fit(training, validation, options, cancellation),
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The same from data sets, in batches of 64 that are shuffled by the trainer's seed.</summary>
    /// <inheritdoc cref="Fit(Trainer, DataLoader, DataLoader?, FitOptions?, CancellationToken)"/>
    public static FitResult Fit(
        this Trainer trainer, Dataset training, Dataset? validation = null, FitOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var batches = new LoaderOptions { Seed = trainer.Options.Seed };
        return trainer.Fit(
            new DataLoader(training, batches),
            validation is null ? null : new DataLoader(validation, batches with { Shuffle = false }),
            options,
            cancellation);
    }
}

/// <summary>How a run went.</summary>
/// <param name="History">Its steps and epochs.</param>
/// <param name="BestEpoch">The epoch with the best monitored number, from 1; 0 where all were NaN.</param>
/// <param name="Best">That number; NaN where all were.</param>
/// <param name="IsStopped">Whether it ended before its last epoch: by early stopping, or by a callback.</param>
public sealed record FitResult(RunHistory History, int BestEpoch, double Best, bool IsStopped);
