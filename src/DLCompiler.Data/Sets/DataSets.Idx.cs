namespace DLCompiler.Data;

public static partial class DataSets
{
    private const int IdxSide = 28;

    private static readonly string[] DigitNames = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    private static readonly string[] ClothesNames =
        ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];

    // The checksums that are published with the files: those of other archives of the same files differ.
    private static readonly NetworkSet MnistSet = new(
        "MNIST",
        "mnist",
        new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        [
            ("train-images-idx3-ubyte.gz", Checksum.Md5("f68b3c2dcbeaaa9fbdd348bbdeb94873")),
            ("train-labels-idx1-ubyte.gz", Checksum.Md5("d53e105ee54ea40749a09fcbcd1e9432")),
            ("t10k-images-idx3-ubyte.gz", Checksum.Md5("9fb629c4189551a2d022fa330f9573f3")),
            ("t10k-labels-idx1-ubyte.gz", Checksum.Md5("ec29112dd5afa0611ce80d1b7f02629c")),
        ]);

    private static readonly NetworkSet FashionMnistSet = new(
        "Fashion-MNIST",
        "fashion-mnist",
        new Uri("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
        [
            ("train-images-idx3-ubyte.gz", Checksum.Md5("8d4fb7e6c68d591d4c3dfef9ec88bf0d")),
            ("train-labels-idx1-ubyte.gz", Checksum.Md5("25c81989df183df01b3e8a0aad5dffbe")),
            ("t10k-images-idx3-ubyte.gz", Checksum.Md5("bef4ecab320f06d8554ea6380940ec79")),
            ("t10k-labels-idx1-ubyte.gz", Checksum.Md5("bb300cfdad3c16e7a12a480ee83cd310")),
        ]);

    /// <summary>
    /// MNIST: 60,000 and 10,000 handwritten digits, grey pictures [1, 28, 28] of white ink on 0 (Y. LeCun, C. Cortes, C. J. C.
    /// Burges).
    /// </summary>
    /// <param name="folder">
    /// Where its four IDX files are, plain or gzip-compressed; null for the cache folder and the system's folder of data sets.
    /// </param>
    /// <exception cref="DataException">A file is missing or is not what it should be.</exception>
    public static ImageDataSet Mnist(string? folder = null) => FromFolder(MnistSet, folder, DigitNames);

    /// <summary>MNIST: what is missing of its files is downloaded.</summary>
    /// <inheritdoc cref="Mnist"/>
    /// <param name="options">How files are downloaded.</param>
    /// <param name="folder">Where the files are or come to be; null for the cache folder.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImageDataSet> MnistAsync(
        DownloadOptions options, string? folder = null, CancellationToken cancellation = default) =>
        Mnist(await MnistSet.DownloadAsync(options, folder, cancellation).ConfigureAwait(false));

    /// <summary>
    /// Fashion-MNIST: 60,000 and 10,000 pieces of clothing of ten kinds, grey pictures [1, 28, 28] on 0 (H. Xiao, K. Rasul, R.
    /// Vollgraf 2017, MIT licence).
    /// </summary>
    /// <inheritdoc cref="Mnist"/>
    public static ImageDataSet FashionMnist(string? folder = null) => FromFolder(FashionMnistSet, folder, ClothesNames);

    /// <summary>Fashion-MNIST: what is missing of its files is downloaded.</summary>
    /// <inheritdoc cref="MnistAsync"/>
    public static async Task<ImageDataSet> FashionMnistAsync(
        DownloadOptions options, string? folder = null, CancellationToken cancellation = default) =>
        FashionMnist(await FashionMnistSet.DownloadAsync(options, folder, cancellation).ConfigureAwait(false));

    /// <summary>
    /// Grey pictures and their labels, as two IDX files: the columns "image", [1, height, width] from 0 to 1, and "label".
    /// </summary>
    /// <param name="images">Bytes, [pictures, height, width].</param>
    /// <param name="labels">Bytes, [pictures].</param>
    /// <param name="classes">How many classes there are: labels are below it.</param>
    /// <exception cref="DataException">A file has other dimensions, or a label is of no class.</exception>
    public static Dataset FromIdx(IdxFile images, IdxFile labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (images.Type != IdxType.UInt8 || images.Dimensions is not [>= 0, > 0, > 0])
            throw new DataException(new DataPlace(images.Name), $"has {Sizes(images)}: pictures are bytes, pictures × height × width");
        if (labels.Type != IdxType.UInt8 || labels.Dimensions is not [_])
            throw new DataException(new DataPlace(labels.Name), $"has {Sizes(labels)}: labels are bytes in one dimension");
        if (labels.Count != images.Dimensions[0])
        {
            throw new DataException(
                new DataPlace(labels.Name), $"has {labels.Count} labels, but {images.Name} has {images.Dimensions[0]} pictures");
        }

        int[] numbers = labels.ToInts();
        int wrong = Array.FindIndex(numbers, label => label >= classes);
        if (wrong >= 0)
        {
            throw new DataException(
                new DataPlace(labels.Name), $"label {wrong} is {numbers[wrong]}: {classes} classes have the labels 0 to {classes - 1}");
        }

        var data = new Dataset();
        data.AddBytes("image", images.Memory, 1 / 255f, 1, images.Dimensions[1], images.Dimensions[2]);
        data.Add("label", numbers);
        return data;
    }

    private static string Sizes(IdxFile file) => $"{string.Join(" × ", file.Dimensions)} elements of {file.Type}";

    private static ImageDataSet FromFolder(NetworkSet set, string? folder, string[] names)
    {
        folder ??= set.Found("train-images-idx3-ubyte", "train-images-idx3-ubyte.gz");
        return new ImageDataSet(set.Title, Part("train"), Part("t10k"), names);

        Dataset Part(string prefix)
        {
            var images = IdxFile.Read(Path.Combine(folder, prefix + "-images-idx3-ubyte"));
            if (images.Dimensions is not [> 0, IdxSide, IdxSide])
                throw new DataException(new DataPlace(images.Name), $"has {Sizes(images)}: pictures of {IdxSide} × {IdxSide} are due");
            return FromIdx(images, IdxFile.Read(Path.Combine(folder, prefix + "-labels-idx1-ubyte")), names.Length);
        }
    }
}
