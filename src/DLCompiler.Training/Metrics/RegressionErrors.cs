namespace DLCompiler;

/// <summary>How far predicted numbers are from what they should be.</summary>
public sealed class RegressionErrors : IMetric
{
    // The spread around the mean without the cancellation of a sum of squares: Welford 1962.
    private double _absolute, _squared, _mean, _spread;

    /// <summary>How many numbers were added.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public string Name => "MAE";

    /// <summary>The mean absolute error.</summary>
    public double Value => MeanAbsolute;

    /// <summary>The mean of |predicted − actual|; not a number while there is none.</summary>
    public double MeanAbsolute => Count == 0 ? double.NaN : _absolute / Count;

    /// <summary>The root of the mean of (predicted − actual)²; not a number while there is none.</summary>
    public double RootMeanSquare => Count == 0 ? double.NaN : Math.Sqrt(_squared / Count);

    /// <summary>
    /// The share of the actual numbers' variance that predictions explain, R² = 1 − Σ (predicted − actual)² / Σ (actual − mean)²;
    /// not a number where there is no variance.
    /// </summary>
    public double R2 => Count < 2 || _spread == 0 ? double.NaN : 1 - _squared / _spread;

    /// <summary>Adds a batch.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add(ReadOnlySpan<float> predicted, ReadOnlySpan<float> actual)
    {
        if (predicted.Length != actual.Length)
        {
            throw new ArgumentException(
                $"{actual.Length} numbers go with as many predictions, not {predicted.Length}.", nameof(predicted));
        }

        for (int i = 0; i < actual.Length; i++)
        {
            double error = (double)predicted[i] - actual[i];
            _absolute += Math.Abs(error);
            _squared += error * error;
            Count++;
            double fromOld = actual[i] - _mean;
            _mean += fromOld / Count;
            _spread += fromOld * (actual[i] - _mean);
        }
    }

    /// <inheritdoc/>
    public void Reset() => (_absolute, _squared, _mean, _spread, Count) = (0, 0, 0, 0, 0);
}
