using System.Buffers;

namespace DLCompiler.Data;

/// <summary>
/// Random changes of a batch's pictures, one after another (data augmentation): a network learns that they do not matter. They
/// follow from the example's own random numbers: a resumed run sees the same. Each method gives changes with one more.
/// </summary>
/// <remarks>In the steady state they take no memory for an example. Numbers may leave the range of the encoded pictures.</remarks>
/// <example>
/// <code>
/// var loader = new DataLoader(data, new LoaderOptions
/// {
///     Change = new ImageChanges("image", 3, 32, 32).FlipHorizontally().RandomCrop(4).Cutout(8),
/// });
/// </code>
/// </example>
public sealed class ImageChanges
{
    private readonly string _column;
    private readonly ImageShape _shape;
    private readonly ImageStep[] _steps;

    /// <summary>No changes yet, of pictures whose black is 0, which is also around them.</summary>
    /// <param name="column">The column of the pictures: floats [channels, height, width].</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its pixels in a row.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public ImageChanges(string column, int channels, int height, int width)
        : this(column, channels, height, width, new float[Math.Max(channels, 0)])
    {
    }

    /// <summary>No changes yet, of pictures with a black of their own, which is also around them.</summary>
    /// <param name="column">The column of the pictures: floats [channels, height, width].</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its pixels in a row.</param>
    /// <param name="black">What black is, channel by channel: −mean / deviation where pictures are normalised.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ArgumentException">There is not one number a channel.</exception>
    public ImageChanges(string column, int channels, int height, int width, IReadOnlyList<float> black)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(black);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (black.Count != channels) throw new ArgumentException($"Black is one number for each of {channels} channels.", nameof(black));
        (_column, _shape, _steps) = (column, new ImageShape(channels, height, width, [.. black], [.. black]), []);
    }

    /// <summary>No changes yet, of pictures that an encoder made.</summary>
    /// <param name="encoder">The encoder: fitted before, as its numbers are taken now.</param>
    /// <param name="column">The column of the pictures.</param>
    public ImageChanges(ImageEncoder encoder, string column = "image")
        : this(column, encoder.Channels, encoder.Height, encoder.Width, [.. encoder.Mean.Zip(encoder.Deviation, (m, d) => -m / d)])
    {
    }

    private ImageChanges(string column, ImageShape shape, ImageStep[] steps) => (_column, _shape, _steps) = (column, shape, steps);

    /// <summary>The same changes with something else than black around the pictures and where something is cut out.</summary>
    /// <param name="values">One number a channel: zeros are the mean of normalised pictures.</param>
    /// <exception cref="ArgumentException">There is not one number a channel.</exception>
    public ImageChanges Outside(params IReadOnlyList<float> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count == _shape.Channels
            ? new(_column, _shape with { Outside = [.. values] }, _steps)
            : throw new ArgumentException($"What is outside is one number for each of {_shape.Channels} channels.", nameof(values));
    }

    /// <summary>Swaps left and right.</summary>
    /// <param name="probability">How often, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is none.</exception>
    public ImageChanges FlipHorizontally(double probability = 0.5) =>
        With(new FlipHorizontally(Share(probability, 1, nameof(probability))));

    /// <summary>Swaps top and bottom.</summary>
    /// <inheritdoc cref="FlipHorizontally"/>
    public ImageChanges FlipVertically(double probability = 0.5) =>
        With(new FlipVertically(Share(probability, 1, nameof(probability))));

    /// <summary>Shifts by a whole number of pixels along each side, all alike probable.</summary>
    /// <param name="pixels">The largest number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or more than a million.</exception>
    public ImageChanges Shift(int pixels) => With(new ShiftPixels(Pixels(pixels, nameof(pixels)), reflect: false));

    /// <summary>
    /// Gives the picture a border and cuts out as much as it was: the usual change of CIFAR-10's pictures (He et al. 2015, 4.2).
    /// With a border of what is outside that is <see cref="Shift"/>.
    /// </summary>
    /// <param name="padding">The pixels of the border on each side.</param>
    /// <param name="reflect">Whether the border is the picture, mirrored at its edge.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or more than a million.</exception>
    public ImageChanges RandomCrop(int padding, bool reflect = false) =>
        With(new ShiftPixels(Pixels(padding, nameof(padding)), reflect));

    /// <summary>Turns about the middle, pixels made by bilinear interpolation.</summary>
    /// <param name="degrees">The largest angle to either side.</param>
    /// <exception cref="ArgumentOutOfRangeException">The angle is not from 0 to 360.</exception>
    public ImageChanges Rotate(double degrees) => With(new TurnAndScale(Share(degrees, 360, nameof(degrees)), 0));

    /// <summary>Makes larger or smaller about the middle, pixels made by bilinear interpolation.</summary>
    /// <param name="share">0.1 for from 0.9 to 1.1 times as large.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 0.99.</exception>
    public ImageChanges Scale(double share) => With(new TurnAndScale(0, Share(share, 0.99, nameof(share))));

    /// <summary>Hides a square, whose middle is anywhere in the picture (DeVries and Taylor 2017).</summary>
    /// <param name="size">The pixels of its side.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative, or more than a million.</exception>
    public ImageChanges Cutout(int size) => With(new CutoutSquare(Pixels(size, nameof(size))));

    /// <summary>Multiplies the distance from black.</summary>
    /// <param name="share">0.2 for a factor from 0.8 to 1.2.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public ImageChanges Brightness(double share) => With(new ChangeBrightness(Share(share, 1, nameof(share))));

    /// <summary>Multiplies the distance from the mean of each of the picture's channels.</summary>
    /// <inheritdoc cref="Brightness"/>
    public ImageChanges Contrast(double share) => With(new ChangeContrast(Share(share, 1, nameof(share))));

    /// <summary>The changes as a loader takes them.</summary>
    public ExampleChange ToExampleChange() => Apply;

    /// <inheritdoc cref="ToExampleChange"/>
    public static implicit operator ExampleChange(ImageChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Apply;
    }

    /// <summary>Changes one picture of a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="place">The example's place in it.</param>
    /// <param name="random">The example's random numbers.</param>
    /// <exception cref="ArgumentException">The batch has no such column of floats, or of another width.</exception>
    public void Apply(Batch batch, int place, ref ItemRandom random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var column = batch.Floats(_column);
        if (column.Length != batch.Count * _shape.Count)
        {
            throw new ArgumentException(
                $"Column '{_column}' has {column.Length / batch.Count} numbers an example, not " +
                $"{_shape.Channels} × {_shape.Height} × {_shape.Width}.",
                nameof(batch));
        }

        var image = column.Slice(place * _shape.Count, _shape.Count);
        float[] copy = ArrayPool<float>.Shared.Rent(_shape.Count);
        try
        {
            foreach (var step in _steps) step.Apply(image, copy.AsSpan(0, _shape.Count), _shape, ref random);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(copy);
        }
    }

    private static double Share(double value, double most, string name) =>
        value >= 0 && value <= most ? value : throw new ArgumentOutOfRangeException(name, value, $"It is from 0 to {most}.");

    private static int Pixels(int value, string name) =>
        value is >= 0 and <= 1_000_000 ? value : throw new ArgumentOutOfRangeException(name, value, "It is from 0 to 1000000.");

    private ImageChanges With(ImageStep step) => new(_column, _shape, [.. _steps, step]);
}
