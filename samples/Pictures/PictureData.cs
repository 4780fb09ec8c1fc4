using DLCompiler.Data;

namespace DLCompiler.Samples;

/// <summary>
/// Grey pictures of ten classes: the columns "image", of <see cref="Side"/>² numbers from 0 to 1, and "label".
/// </summary>
/// <param name="Name">What the pictures are of.</param>
/// <param name="Training">To learn from.</param>
/// <param name="Test">To be measured on.</param>
/// <param name="ClassNames">The classes' names by label.</param>
/// <param name="MayBeMirrored">Whether a picture means the same in a mirror.</param>
internal sealed record PictureData(
    string Name, Dataset Training, Dataset Test, string[] ClassNames, bool MayBeMirrored)
{
    /// <summary>Pixels in a row, and rows.</summary>
    public const int Side = 28;

    /// <summary>Pixels in a picture.</summary>
    public const int Area = Side * Side;

    /// <summary>Number of classes.</summary>
    public const int Classes = 10;

    /// <summary>Fashion-MNIST: 60,000 pictures of clothing, and 10,000 others.</summary>
    /// <param name="folder">Where its files are.</param>
    /// <exception cref="DataFileException">A file is missing or is not what it should be.</exception>
    public static PictureData Fashion(string folder)
    {
        (ImageSet training, ImageSet test) = FashionMnist.Load(folder);
        return new PictureData(
            "Fashion-MNIST", ToDataset(training), ToDataset(test), FashionMnist.ClassNames,
            MayBeMirrored: true);
    }

    /// <summary>The handwritten digits that are embedded: 1,437, and 360 others.</summary>
    public static PictureData Digits()
    {
        (ImageSet training, ImageSet test) = Samples.Digits.Load();
        string[] names = [.. Enumerable.Range(0, Classes).Select(digit => $"{digit}")];
        return new PictureData(
            "handwritten digits", ToDataset(Doubled(training)), ToDataset(Doubled(test)), names, MayBeMirrored: false);
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
            { "image", part.Floats("image"), Area },
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

    private static Dataset ToDataset(ImageSet images) =>
        new() { { "image", images.Pixels, images.Area }, { "label", images.Labels } };

    /// <summary>The same at twice the size, so that one network takes digits and clothing.</summary>
    private static ImageSet Doubled(ImageSet images)
    {
        var pixels = new float[images.Count * Area];
        for (int i = 0; i < pixels.Length; i++)
        {
            (int picture, int pixel) = Math.DivRem(i, Area);
            (int row, int column) = Math.DivRem(pixel, Side);
            pixels[i] = images.Image(picture)[(row / 2 * images.Side) + (column / 2)];
        }

        return new ImageSet(Side, pixels, images.Labels);
    }
}
