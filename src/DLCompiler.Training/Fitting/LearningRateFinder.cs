using DLCompiler.Data;

namespace DLCompiler;

/// <summary>
/// Looks for a learning rate: trains for some steps with a rate that grows from step to step, until the loss goes up, and gives the
/// network back as it was (Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3).
/// </summary>
public static class LearningRateFinder
{
    private const double Smoothing = 0.9;
    private const double Divergence = 4;

    /// <summary>Tries rates on the batches of a loader, again from its first where they are too few.</summary>
    /// <param name="trainer">What is trained; it has no schedule.</param>
    /// <param name="training">The training data.</param>
    /// <param name="lowest">The first rate.</param>
    /// <param name="highest">The last rate.</param>
    /// <param name="steps">How many rates are tried.</param>
    /// <exception cref="InvalidOperationException">A schedule sets the learning rate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rates do not grow, or there are fewer than 10 steps.</exception>
    public static LearningRates FindLearningRate(
        this Trainer trainer, DataLoader training, float lowest = 1e-6f, float highest = 1, int steps = 100)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lowest);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highest, lowest);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        if (trainer.Options.Schedule is not null)
            throw new InvalidOperationException("The trainer has a schedule: make one without, to look for a rate.");
        if (training.Count == 0) throw new ArgumentException("The training data have no batch.", nameof(training));
        string kept = Path.GetTempFileName();
        bool checksNumbers = trainer.ChecksNumbers;
        try
        {
            trainer.SaveCheckpoint(kept);
            trainer.ChecksNumbers = true;
            return Try(trainer, training, lowest, highest, steps);
        }
        finally
        {
            trainer.LoadCheckpoint(kept);
            trainer.ChecksNumbers = checksNumbers;
            File.Delete(kept);
        }
    }

    private static LearningRates Try(Trainer trainer, DataLoader training, float lowest, float highest, int steps)
    {
        var tried = new List<(float Rate, double Loss)>();
        double mean = 0, best = double.PositiveInfinity;
        foreach (var batch in Batches(training, steps))
        {
            int step = tried.Count;
            trainer.LearningRate = (float)(lowest * Math.Pow((double)highest / lowest, step / (steps - 1.0)));
            float loss;
            try
            {
                loss = trainer.Step(batch);
            }
            catch (NotFiniteException)
            {
                break;
            }

            // A mean of the last losses, without the bias of its first ones.
            mean = (Smoothing * mean) + ((1 - Smoothing) * loss);
            double smooth = mean / (1 - Math.Pow(Smoothing, step + 1));
            if (step > 0 && smooth > Divergence * best) break;
            best = Math.Min(best, smooth);
            tried.Add((trainer.LearningRate, smooth));
        }

        return new LearningRates(tried);
    }

    private static IEnumerable<Batch> Batches(DataLoader training, int count)
    {
        for (int epoch = 0; ; epoch++)
        {
            foreach (var batch in training.Epoch(epoch))
            {
                if (count-- == 0) yield break;
                yield return batch;
            }
        }
    }
}

/// <summary>The rates that were tried.</summary>
/// <param name="Tried">Each with the loss, as a mean of the last ones.</param>
public sealed record LearningRates(IReadOnlyList<(float Rate, double Loss)> Tried)
{
    private const float Margin = 10;

    /// <summary>
    /// A tenth of the rate at which the loss was lowest: the loss is about to go up there, and still falls fast below it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The loss never fell.</exception>
    public float Suggestion
    {
        get
        {
            if (Tried.Count == 0 || Tried.MinBy(t => t.Loss) is var lowest && lowest == Tried[0])
                throw new InvalidOperationException("The loss fell at none of the rates: a lower one, or a look at the data, may help.");
            return lowest.Rate / Margin;
        }
    }
}
