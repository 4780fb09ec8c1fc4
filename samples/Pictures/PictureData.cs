using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>
/// Grey pictures of ten classes: the columns "image", [1, <see cref="Side"/>, <see cref="Side"/>] from 0 to 1, and "label".
/// </summary>
/// <param name="Name">What the pictures are of.</param>
/// <param name="Training">To learn from.</param>
/// <param name="Test">To be measured on.</param>
/// <param name="ClassNames">The classes' names by label.</param>
/// <param name="MayBeMirrored">Whether a picture means the same in a mirror.</param>
internal sealed record PictureData(
    string Name, Dataset Training, Dataset Test, IReadOnlyList<string> ClassNames, bool MayBeMirrored)
{
    /// <summary>Pixels in a row, and rows.</summary>
    public const int Side = 28;

    /// <summary>Pixels in a picture.</summary>
    public const int Area = Side * Side;

    /// <summary>Number of classes.</summary>
    public const int Classes = 10;

    private const int TestDigits = 360;

    /// <summary>Fashion-MNIST: 60,000 pictures of clothing, and 10,000 others.</summary>
    /// <param name="folder">Where its files are; null for where the library finds them.</param>
    /// <exception cref="DataException">A file is missing or is not what it should be.</exception>
    public static PictureData Fashion(string? folder = null)
    {
        ImageDataSet set = DataSets.FashionMnist(folder);
        return new PictureData(set.Name, set.Training, set.Test, set.ClassNames, MayBeMirrored: true);
    }

    /// <summary>The handwritten digits that the library has: 1,437, and the last 360.</summary>
    public static PictureData Digits()
    {
        TableSet set = DataSets.Digits();
        var all = new Dataset
        {
            { "image", Enlarged(set.Data.Floats("image")), 1, Side, Side },
            { "label", set.Data.Ints("label") },
        };
        return new PictureData(
            "handwritten digits", all.Take(..^TestDigits), all.Take(^TestDigits..), set.ClassNames, MayBeMirrored: false);
    }

    /// <summary>
    /// The same without the test pictures: the last sixth of the training pictures is in their place, as the test pictures
    /// are the last of all. What a sample has chosen, it has chosen by these.
    /// </summary>
    public PictureData ForChoices()
    {
        int count = Training.Count / 6;
        return this with { Name = $"{Name}, validation", Training = Training.Take(..^count), Test = Training.Take(^count..) };
    }

    /// <summary>
    /// A picture as it might as well be: moved a little, and turned left for right where that changes nothing.
    /// </summary>
    /// <param name="column">The column of the pictures.</param>
    public ImageChanges SmallChanges(string column = "image")
    {
        var none = new ImageChanges(column, 1, Side, Side);
        return (MayBeMirrored ? none.FlipHorizontally() : none).Shift(2);
    }

    /// <summary>The examples of some classes, whose labels become 0, 1, 2 … in the order given.</summary>
    public static Dataset OfClasses(Dataset data, params int[] classes)
    {
        int[] labels = data.Ints("label");
        Dataset part = data.Take(Enumerable.Range(0, data.Count).Where(i => classes.Contains(labels[i])));
        return new Dataset
        {
            { "image", part.Floats("image"), 1, Side, Side },
            { "label", Array.ConvertAll(part.Ints("label"), label => Array.IndexOf(classes, label)) },
        };
    }

    /// <summary>So many examples of each class, at random.</summary>
    public static Dataset Draw(Dataset data, int perClass, int seed)
    {
        int[] examples = [.. Enumerable.Range(0, data.Count)], labels = data.Ints("label");
        new Random(seed).Shuffle(examples);
        return data.Take(examples.GroupBy(i => labels[i]).OrderBy(g => g.Key).SelectMany(g => g.Take(perClass)));
    }

    /// <summary>Twice the size and a frame, so that one network takes digits and clothing.</summary>
    private static float[] Enlarged(float[] scanned)
    {
        const int ScannedSide = 8, Frame = (Side - (2 * ScannedSide)) / 2;
        int count = scanned.Length / (ScannedSide * ScannedSide);
        var pixels = new float[count * Area];
        for (int row = 0; row < count * ScannedSide * 2; row++)
        {
            var (picture, y) = Math.DivRem(row, ScannedSide * 2);
            Span<float> target = pixels.AsSpan((picture * Area) + ((y + Frame) * Side) + Frame, ScannedSide * 2);
            ReadOnlySpan<float> source = scanned.AsSpan(((picture * ScannedSide) + (y / 2)) * ScannedSide, ScannedSide);
            for (int x = 0; x < target.Length; x++) target[x] = source[x / 2];
        }

        return pixels;
    }
}
