namespace DLCompiler;

/// <summary>
/// What is called as training goes on, on the thread that trains. An exception ends the training.
/// </summary>
public abstract class FitCallback
{
    /// <summary>Before the first step, or the first after a run was taken up again.</summary>
    public virtual void OnStart(FitContext context)
    {
    }

    /// <summary>After each step.</summary>
    public virtual void OnStep(FitContext context, StepRecord step)
    {
    }

    /// <summary>After each epoch and its validation.</summary>
    public virtual void OnEpoch(FitContext context, EpochRecord epoch)
    {
    }

    /// <summary>At the end, with the weights as they stay. Not after an exception.</summary>
    public virtual void OnEnd(FitContext context)
    {
    }
}

/// <summary>The run that a callback belongs to.</summary>
public sealed class FitContext
{
    internal FitContext(Trainer trainer, FitOptions options, RunHistory history, int batches)
    {
        (Trainer, Options, History, Batches) = (trainer, options, history, batches);
    }

    /// <summary>What trains.</summary>
    public Trainer Trainer { get; }

    /// <summary>How.</summary>
    public FitOptions Options { get; }

    /// <summary>What has happened so far.</summary>
    public RunHistory History { get; }

    /// <summary>The batches of an epoch.</summary>
    public int Batches { get; }

    /// <summary>The epoch under way, from 0.</summary>
    public int Epoch { get; internal set; }

    /// <summary>The batch of it that comes next, from 0.</summary>
    public int Batch { get; internal set; }

    internal bool IsStopped { get; private set; }

    /// <summary>Ends the training after the step or epoch under way, as early stopping does.</summary>
    public void Stop() => IsStopped = true;
}
