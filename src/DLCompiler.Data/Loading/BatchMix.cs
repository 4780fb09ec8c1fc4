namespace DLCompiler.Data;

/// <summary>
/// Mixes each example of a batch with another of it, and their probabilities of classes in the same shares: a network that learns
/// of mixtures is less sure of what it has not seen. As it was before the batch was mixed, the other example is used.
/// </summary>
/// <remarks>
/// The share and the other example follow from the seed, the epoch and the example's number: a resumed run sees the same.
/// The share is of the beta distribution (alpha, alpha).
/// </remarks>
/// <example>
/// <code>
/// new LoaderOptions { Mix = BatchMix.Linear("image", "probabilities", alpha: 0.2) }
/// </code>
/// </example>
public sealed class BatchMix
{
    /// <summary>Makes the random numbers others than those of the changes, which have the same seed, epoch and example.</summary>
    private const long Stream = 0x4D69_7874_7572_6573;

    private readonly (int Channels, int Height, int Width)? _rectangles;

    private BatchMix(string column, string probabilities, double alpha, (int Channels, int Height, int Width)? rectangles)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (!(alpha is >= 0.001 and <= 1000))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Alpha is from 0.001 to 1000.");
        (Column, Probabilities, Alpha, _rectangles) = (column, probabilities, alpha, rectangles);
    }

    /// <summary>The column of floats that is mixed.</summary>
    public string Column { get; }

    /// <summary>The column of floats with the probability of each class: 1 for the label's, else 0.</summary>
    public string Probabilities { get; }

    /// <summary>The parameter of the beta distribution: near 0 nearly all is of one example, at 1 all shares are alike probable.</summary>
    public double Alpha { get; }

    /// <summary>Mix-up: weighted means of two examples (Zhang, Cisse, Dauphin, Lopez-Paz 2017).</summary>
    /// <param name="column">The column of floats that is mixed.</param>
    /// <param name="probabilities">The column of floats with the probability of each class.</param>
    /// <param name="alpha">The parameter of the beta distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not from 0.001 to 1000.</exception>
    public static BatchMix Linear(string column, string probabilities, double alpha = 0.2) => new(column, probabilities, alpha, null);

    /// <summary>CutMix: a rectangle of the picture is another's (Yun, Han, Oh, Chun, Choe, Yoo 2019); its area is the share.</summary>
    /// <inheritdoc cref="Linear"/>
    /// <param name="column">The column of pictures: floats [channels, height, width].</param>
    /// <param name="probabilities">The column of floats with the probability of each class.</param>
    /// <param name="channels">The pictures' channels.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their pixels in a row.</param>
    /// <param name="alpha">The parameter of the beta distribution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or alpha not from 0.001 to 1000.</exception>
    public static BatchMix Rectangles(string column, string probabilities, int channels, int height, int width, double alpha = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return new BatchMix(column, probabilities, alpha, (channels, height, width));
    }

    internal void Apply(Batch batch, long seed, long epoch)
    {
        var inputs = batch.Floats(Column);
        var classes = batch.Floats(Probabilities);
        int width = inputs.Length / batch.Count, labels = classes.Length / batch.Count;
        if (_rectangles is var (c, h, w) && width != c * h * w)
            throw new ArgumentException($"Column '{Column}' has {width} numbers an example, not {c} × {h} × {w}.", nameof(batch));
        var oldInputs = batch.Copied(Column);
        var oldClasses = batch.Copied(Probabilities);
        for (int place = 0; place < batch.Count; place++)
        {
            var random = new ItemRandom(seed ^ Stream, epoch, batch.Examples[place]);
            int other = random.Next(batch.Count);
            double share = random.NextBeta(Alpha);
            var input = inputs.Slice(place * width, width);
            var from = oldInputs.Slice(other * width, width);
            if (_rectangles is var (channels, height, across)) share = Cut(input, from, channels, height, across, share, ref random);
            else Blend(input, from, (float)share);
            Blend(classes.Slice(place * labels, labels), oldClasses.Slice(other * labels, labels), (float)share);
        }
    }

    /// <param name="own">Keeps this share of itself.</param>
    /// <param name="other">What the rest is of.</param>
    /// <param name="share">The share, from 0 to 1.</param>
    private static void Blend(Span<float> own, ReadOnlySpan<float> other, float share)
    {
        for (int i = 0; i < own.Length; i++) own[i] = (share * own[i]) + ((1 - share) * other[i]);
    }

    /// <summary>
    /// Copies a rectangle about a place anywhere in the picture; what is outside is cut off. Gives the share that is left.
    /// </summary>
    private static double Cut(
        Span<float> own, ReadOnlySpan<float> other, int channels, int height, int width, double share, ref ItemRandom random)
    {
        double side = Math.Sqrt(1 - share);
        int across = (int)(width * side), down = (int)(height * side);
        int left = random.Next(width) - (across / 2), top = random.Next(height) - (down / 2);
        int right = Math.Min(left + across, width), bottom = Math.Min(top + down, height);
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        for (int row = 0; row < channels * height; row++)
        {
            if (row % height < top || row % height >= bottom) continue;
            int at = (row * width) + left;
            other.Slice(at, right - left).CopyTo(own[at..]);
        }

        return 1 - ((double)(right - left) * (bottom - top) / ((double)width * height));
    }
}
