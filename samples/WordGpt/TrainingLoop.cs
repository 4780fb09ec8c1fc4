using System.Diagnostics;

namespace DLCompiler.Samples.Words;

/// <summary>How far a training run is.</summary>
/// <param name="Share">Of the run that is done, 0 to 1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TrainingBits">Bits a character in the last steps.</param>
/// <param name="ValidationBits">Bits a character on the words held out, at the last look; not a number before.</param>
/// <param name="CharactersPerSecond">The speed.</param>
/// <param name="Looked">Whether <paramref name="ValidationBits"/> is new.</param>
internal readonly record struct TrainingProgress(
    double Share, int Step, double TrainingBits, double ValidationBits, double CharactersPerSecond, bool Looked);

/// <summary>
/// Shows a network rows of shuffled words for so long, while the learning rate warms up and falls along half a cosine. It
/// looks at the words held out every tenth of the run, and keeps the weights that did best there.
/// </summary>
internal sealed class TrainingLoop(WordGpt model, WordList words, int seed)
{
    private const int BatchSize = 24;
    private const float Rate = 3e-3f;
    private const double WarmUp = 0.05;
    private const int Looks = 10;

    private readonly AdamW _optimizer = new(Rate, beta2: 0.98, weightDecay: 0.1f) { Groups = [ParameterGroup.NoDecay] };
    private readonly TextRows _validation = TextRows.Of(words.Validation);

    /// <summary>Trains until the time is over, or as many steps as are asked for.</summary>
    /// <param name="time">How long.</param>
    /// <param name="steps">How many steps at most; null for as many as the time allows.</param>
    /// <param name="best">The file that the best weights are kept in.</param>
    /// <param name="report">Called after each step.</param>
    /// <returns>The bits a character of the best weights, which the model has then.</returns>
    public double Run(TimeSpan time, int? steps, string best, Action<TrainingProgress> report)
    {
        var trainer = model.CreateTrainer(_optimizer, new TrainerOptions { ClipNorm = 1, Seed = seed });
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        double lowest = double.PositiveInfinity, bits = double.NaN, smoothed = double.NaN, done = 0;
        int looked = 0;
        for (int step = 1; done < 1; step++)
        {
            _optimizer.LearningRate = RateAt(done);
            var (text, next) = Batch(random);
            double loss = trainer.Step(text, next, T: TextRows.Length) / Math.Log(2);
            smoothed = double.IsNaN(smoothed) ? loss : double.Lerp(smoothed, loss, 0.05);
            done = Math.Min(1, steps is { } most ? (double)step / most : watch.Elapsed / time);
            bool looks = (int)(done * Looks) > looked;
            if (looks)
            {
                looked = (int)(done * Looks);
                bits = BitsPerCharacter(model, _validation);
                if (bits < lowest) model.Save(best);
                lowest = Math.Min(lowest, bits);
            }

            double speed = (double)step * BatchSize * TextRows.Length / watch.Elapsed.TotalSeconds;
            report(new TrainingProgress(done, step, smoothed, bits, speed, looks));
        }

        model.Load(best);
        return lowest;
    }

    /// <summary>The mean of −log₂ of what the network thought of each sign.</summary>
    public static double BitsPerCharacter(WordGpt model, TextRows rows)
    {
        double sum = 0;
        for (int first = 0; first < rows.Count; first += BatchSize)
        {
            int count = Math.Min(BatchSize, rows.Count - first);
            var (text, next) = rows.Rows(first, count);
            sum += count * (double)model.Evaluate(text, next, T: TextRows.Length);
        }

        return sum / rows.Count / Math.Log(2);
    }

    private static float RateAt(double done) => Rate * (float)(
        done < WarmUp ? (done / WarmUp) + 1e-3 : (1 + Math.Cos(Math.PI * (done - WarmUp) / (1 - WarmUp))) / 2);

    private (int[] Text, int[] Next) Batch(Random random)
    {
        // Enough words for the rows, even if all were short.
        string[] chosen = random.GetItems(words.Training, BatchSize * TextRows.Length / 4);
        return TextRows.Of(chosen).Rows(0, BatchSize);
    }
}
