namespace DLCompiler.Samples;

/// <summary>Fashion-MNIST: 60,000 and 10,000 images of clothing in ten classes, as four IDX files (MIT
/// licence).</summary>
internal static class FashionMnist
{
    /// <summary>Where Debian's package puts the files.</summary>
    public const string DefaultFolder = "/usr/share/datasets/fashion-mnist";

    private const int Side = 28;
    private const string Remedy =
        $"Debian's package dataset-fashion-mnist puts the files in {DefaultFolder}; " +
        "elsewhere, download them from https://github.com/zalandoresearch/fashion-mnist.";

    /// <summary>The classes' names by label.</summary>
    public static readonly string[] ClassNames =
        ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    /// <summary>Reads the images to learn from and the images to be tested on.</summary>
    /// <param name="folder">Where the four files are, plain or gzip.</param>
    /// <exception cref="DataFileException">A file is missing or is not what it should be.</exception>
    public static (ImageSet Training, ImageSet Test) Load(string folder) =>
        (Load(folder, "train"), Load(folder, "t10k"));

    private static ImageSet Load(string folder, string prefix)
    {
        string imagePath = Path.Combine(folder, $"{prefix}-images-idx3-ubyte");
        string labelPath = Path.Combine(folder, $"{prefix}-labels-idx1-ubyte");
        IdxFile images = IdxFile.Read(imagePath, rank: 3, Remedy);
        IdxFile labels = IdxFile.Read(labelPath, rank: 1, Remedy);
        if (images.Dimensions is not [> 0, Side, Side])
        {
            string sizes = string.Join(" × ", images.Dimensions);
            throw new DataFileException(imagePath, $"images of {Side} × {Side} pixels", sizes, Remedy);
        }

        (int imageCount, int labelCount) = (images.Dimensions[0], labels.Dimensions[0]);
        if (labelCount != imageCount)
            throw new DataFileException(labelPath, $"{imageCount:N0} labels", $"{labelCount:N0}", Remedy);
        int largest = labels.Elements.Max(), allowed = ClassNames.Length - 1;
        if (largest > allowed)
            throw new DataFileException(labelPath, $"labels from 0 to {allowed}", $"the label {largest}", Remedy);

        return new ImageSet(
            Side,
            Array.ConvertAll(images.Elements, pixel => pixel / 255f),
            Array.ConvertAll(labels.Elements, label => (int)label));
    }
}
