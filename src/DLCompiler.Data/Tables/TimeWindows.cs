namespace DLCompiler.Data;

/// <summary>
/// A series cut into windows: so many moments in a row, and those after them that a network learns to foretell. Windows share
/// the series' memory.
/// </summary>
public sealed class TimeWindows
{
    private readonly ReadOnlyMemory<float> _series;

    /// <param name="series">[moments, <paramref name="features"/>], the earliest first.</param>
    /// <param name="features">The numbers of a moment.</param>
    /// <param name="length">The moments that a network sees.</param>
    /// <param name="horizon">The moments after them that it foretells.</param>
    /// <param name="step">From the beginning of a window to that of the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    /// <exception cref="ArgumentException">The series is no whole number of moments.</exception>
    public TimeWindows(ReadOnlyMemory<float> series, int features, int length, int horizon = 1, int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        if (series.Length % features != 0)
            throw new ArgumentException($"{series.Length} numbers are no whole number of moments of {features}.", nameof(series));
        (_series, Features, Length, Horizon, Step) = (series, features, length, horizon, step);
        int moments = series.Length / features, room = moments - length - horizon;
        Count = room < 0 ? 0 : (room / step) + 1;
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>The numbers of a moment.</summary>
    public int Features { get; }

    /// <summary>The moments that a network sees.</summary>
    public int Length { get; }

    /// <summary>The moments that it foretells.</summary>
    public int Horizon { get; }

    /// <summary>From the beginning of a window to that of the next.</summary>
    public int Step { get; }

    /// <summary>What is seen: [<see cref="Length"/>, <see cref="Features"/>].</summary>
    /// <param name="window">The window, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public ReadOnlyMemory<float> Seen(int window) => _series.Slice(Start(window), Length * Features);

    /// <summary>What follows: [<see cref="Horizon"/>, <see cref="Features"/>].</summary>
    /// <inheritdoc cref="Seen"/>
    public ReadOnlyMemory<float> Following(int window) => _series.Slice(Start(window) + (Length * Features), Horizon * Features);

    private int Start(int window)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(window, Count);
        return window * Step * Features;
    }
}
