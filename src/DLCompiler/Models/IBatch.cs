namespace DLCompiler;

/// <summary>
/// Examples side by side, as columns that are called what the network calls its inputs and labels: what <c>Step</c>, <c>Evaluate</c>
/// and <c>Predict</c> take of a training loop that does not know which network it trains.
/// </summary>
public interface IBatch
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>The values of a column, row-major from the first example to the last.</summary>
    /// <param name="column">Its name.</param>
    /// <exception cref="ArgumentException">There is no such column of floats.</exception>
    ReadOnlySpan<float> Floats(string column);

    /// <inheritdoc cref="Floats"/>
    /// <exception cref="ArgumentException">There is no such column of integers.</exception>
    ReadOnlySpan<int> Ints(string column);

    /// <summary>
    /// The size of an axis of a column, of which axis 0 is that of the examples: asked for where lengths alone do not tell it, as
    /// in [N, T].
    /// </summary>
    /// <param name="column">The column's name.</param>
    /// <param name="axis">The axis, from 0.</param>
    /// <exception cref="ArgumentException">There is no such column, or it has fewer axes.</exception>
    int Size(string column, int axis);
}
