using System.Globalization;

namespace DLCompiler;

/// <summary>
/// A rate that falls when a loss that the caller observes has stopped falling. PyTorch: <c>ReduceLROnPlateau</c> with its
/// mode <c>min</c> and relative threshold.
/// </summary>
/// <param name="rate">The rate at first.</param>
/// <param name="factor">What the rate is multiplied by, below 1.</param>
/// <param name="patience">How many observations in a row may bring nothing before the rate falls.</param>
/// <param name="threshold">By what share a loss must be below the best to count as better.</param>
/// <param name="minimum">Where the rate stops falling.</param>
public sealed class ReduceOnPlateauSchedule(
    float rate, double factor = 0.1, int patience = 10, double threshold = 1e-4, float minimum = 0)
    : LearningRateSchedule
{
    private readonly double _factor = factor is > 0 and < 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor));
    private double _rate = rate;
    private double _best = double.PositiveInfinity;
    private int _observationsInVain;

    /// <summary>The rate, the best loss, and how often in a row nothing was better.</summary>
    public override string State
    {
        get => string.Create(CultureInfo.InvariantCulture, $"{_rate:R} {_best:R} {_observationsInVain}");
        set
        {
            string[] parts = value.Split(' ');
            if (parts.Length == 3
                && double.TryParse(parts[0], CultureInfo.InvariantCulture, out double rate)
                && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double best)
                && int.TryParse(parts[2], CultureInfo.InvariantCulture, out int inVain))
            {
                (_rate, _best, _observationsInVain) = (rate, best, inVain);
            }
        }
    }

    /// <summary>Notes a loss, such as that of the validation data after an epoch.</summary>
    public void Observe(double loss)
    {
        if (loss < _best * (1 - threshold) || (double.IsInfinity(_best) && !double.IsNaN(loss)))
            (_best, _observationsInVain) = (loss, 0);
        else _observationsInVain++;
        if (_observationsInVain <= patience) return;
        _rate = Math.Max(_rate * _factor, minimum);
        _observationsInVain = 0;
    }

    /// <summary>The rate after what was observed so far, whatever the step.</summary>
    public override float At(long step) => (float)_rate;
}
