namespace DLCompiler;

/// <summary>
/// How many equally likely tokens a language model hesitates between: e to the mean cross-entropy of a token.
/// </summary>
public sealed class Perplexity : IMetric
{
    private double _sum;
    private long _tokens;

    /// <inheritdoc/>
    public string Name => "perplexity";

    /// <inheritdoc/>
    public double Value => _tokens == 0 ? double.NaN : Math.Exp(_sum / _tokens);

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">The mean cross-entropy of its tokens, in nats, as <c>CrossEntropy</c> gives it.</param>
    /// <param name="tokens">How many tokens that is the mean of.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tokens"/> is negative.</exception>
    public void Add(double loss, int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        if (tokens > 0) _sum += loss * tokens;
        _tokens += tokens;
    }

    /// <inheritdoc/>
    public void Reset() => (_sum, _tokens) = (0, 0);
}
