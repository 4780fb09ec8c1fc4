using DLCompiler.Data;

namespace DLCompiler;

/// <summary>One run: the loop over epochs and batches, and what is done between them.</summary>
internal sealed class FitRun
{
    private readonly DataLoader _training;
    private readonly DataLoader? _validation;
    private readonly CancellationToken _cancellation;
    private readonly BatchResults _results = new();
    private readonly TimeProvider _time;
    private readonly CheckpointFolder? _folder;
    private readonly BestWeights _best;
    private FitProgress _progress = new();

    public FitRun(
        Trainer trainer, DataLoader training, DataLoader? validation, FitOptions options, CancellationToken cancellation)
    {
        (Trainer, _training, _validation, Options, _cancellation) = (trainer, training, validation, options, cancellation);
        _time = options.Time ?? TimeProvider.System;
        _folder = options.Checkpoints is { } checkpoints ? new CheckpointFolder(checkpoints, options.Logger) : null;
        _best = new BestWeights(trainer.Model, options.Checkpoints);
    }

    public Trainer Trainer { get; }

    public FitOptions Options { get; }

    /// <summary>The batches of an epoch.</summary>
    public int Batches => _training.Count;

    /// <param name="view">Shows the run, besides the user's own callbacks.</param>
    public FitResult Run(FitCallback view)
    {
        if (_folder?.Resume(Trainer) is { } texts) _progress = FitProgress.FromJson(texts);
        bool checksNumbers = Trainer.ChecksNumbers;
        Trainer.ChecksNumbers = Options.ChecksNumbers;
        var context = new FitContext(Trainer, Options, _progress.History, Batches) { Epoch = _progress.Epoch, Batch = _progress.Batch };
        FitCallback[] callbacks = [view, .. Options.Callbacks];
        try
        {
            foreach (var callback in callbacks) callback.OnStart(context);
            while (_progress.Epoch < Options.Epochs && !_progress.IsStopped) RunEpoch(context, callbacks);
            if (Options.KeepBest && _progress.BestEpoch > 0) _best.Restore();
            foreach (var callback in callbacks) callback.OnEnd(context);
        }
        finally
        {
            Trainer.ChecksNumbers = checksNumbers;
        }

        bool isShort = _progress.IsStopped && _progress.Epoch < Options.Epochs;
        return new FitResult(_progress.History, _progress.BestEpoch, _progress.Best, isShort);
    }

    private void RunEpoch(FitContext context, FitCallback[] callbacks)
    {
        long start = _time.GetTimestamp();
        foreach (var batch in _training.Epoch(_progress.Epoch, _progress.Batch))
        {
            ThrowIfCancelled();
            float loss = Trainer.Step(batch);
            _progress.Add(loss, batch.Count);
            var step = new StepRecord(Trainer.StepCount, loss, Trainer.LearningRate, Trainer.LastGradientNorm);
            _progress.History.Add(step);
            context.Batch = _progress.Batch;
            foreach (var callback in callbacks) callback.OnStep(context, step);
            if (context.IsStopped) _progress.IsStopped = true;
            if (Options.Checkpoints?.EverySteps is { } every && Trainer.StepCount % every == 0 && _progress.Batch < Batches) Save();
            if (_progress.IsStopped) break;
        }

        double trained = _time.GetElapsedTime(start).TotalSeconds;
        double validationLoss = Validate();
        double seconds = _time.GetElapsedTime(start).TotalSeconds;
        var metrics = Options.Metrics.ToDictionary(m => m.Metric.Name, m => m.Metric.Value);
        var epoch = new EpochRecord(
            _progress.Epoch + 1, Trainer.StepCount, _progress.MeanLoss, validationLoss, metrics,
            Trainer.LearningRate, seconds, trained > 0 ? _progress.ExamplesHere / trained : double.NaN);
        Finish(epoch);
        (context.Epoch, context.Batch) = (_progress.Epoch, 0);
        foreach (var callback in callbacks) callback.OnEpoch(context, epoch);
        if (context.IsStopped) _progress.IsStopped = true;
        Save();
    }

    /// <summary>Takes an epoch into the history, and decides what follows from it.</summary>
    private void Finish(EpochRecord epoch)
    {
        _progress.History.Add(epoch);
        double value = Options.Monitor.Of(epoch);
        if (Trainer.Options.Schedule is ReduceOnPlateauSchedule plateau) plateau.Observe(value);
        double change = Options.EarlyStopping?.MinimumChange ?? 0;
        if (Options.Monitor.IsBetter(value, _progress.Best, change))
        {
            (_progress.Best, _progress.BestEpoch) = (value, epoch.Epoch);
            if (Options.KeepBest) _best.Keep();
        }

        bool isInVain = Options.EarlyStopping is { } stopping && epoch.Epoch - _progress.BestEpoch >= stopping.Patience;
        if (isInVain) _progress.IsStopped = true;
        _progress.NextEpoch();
    }

    /// <summary>The mean loss of the validation data by examples, with the metrics; NaN where there are none.</summary>
    private double Validate()
    {
        foreach (var metric in Options.Metrics) metric.Metric.Reset();
        if (_validation is null) return double.NaN;
        double sum = 0;
        long examples = 0;
        foreach (var batch in _validation.Epoch(0))
        {
            ThrowIfCancelled();
            sum += (double)Trainer.Evaluate(batch) * batch.Count;
            examples += batch.Count;
            if (Options.Metrics.Count == 0) continue;
            Trainer.Model.Predict(batch, _results);
            foreach (var metric in Options.Metrics) metric.Add(batch, _results);
        }

        return sum / examples;
    }

    private void ThrowIfCancelled()
    {
        if (!_cancellation.IsCancellationRequested) return;
        if (_progress.Batch < Batches) Save();
        _cancellation.ThrowIfCancellationRequested();
    }

    private void Save() => _folder?.Save(Trainer, _progress.ToTexts());
}
