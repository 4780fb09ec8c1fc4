using System.Formats.Tar;
using System.IO.Compression;

namespace DLCompiler.Data;

public static partial class DataSets
{
    private const string CifarArchive = "cifar-10-binary.tar.gz";
    private const string CifarInner = "cifar-10-batches-bin";
    private const string CifarTest = "test_batch.bin";

    private static readonly string[] CifarTraining = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    private static readonly string[] CifarNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    private static readonly NetworkSet CifarSet = new(
        "CIFAR-10",
        "cifar-10",
        new Uri("https://www.cs.toronto.edu/~kriz/"),
        [(CifarArchive, Checksum.Md5("c32a1d4ab5d03f1284b67883e8d87530"))]);

    /// <summary>
    /// CIFAR-10: 50,000 and 10,000 photographs of ten kinds of things, [3, 32, 32] in red, green and blue (A. Krizhevsky 2009).
    /// </summary>
    /// <param name="folder">
    /// Where the binary version's <c>data_batch_1.bin</c> to <c>5</c> and <c>test_batch.bin</c> are, or the folder
    /// <c>cifar-10-batches-bin</c> with them, or <c>cifar-10-binary.tar.gz</c>; null for the cache folder and the system's folder of
    /// data sets.
    /// </param>
    /// <exception cref="DataException">A file is missing or is not what it should be.</exception>
    public static ImageDataSet Cifar10(string? folder = null)
    {
        folder ??= CifarSet.Found(CifarArchive, CifarTest, Path.Combine(CifarInner, CifarTest));
        string inner = Path.Combine(folder, CifarInner), archive = Path.Combine(folder, CifarArchive);
        Func<string, (byte[], string)> file = File.Exists(Path.Combine(folder, CifarTest)) ? From(folder)
            : File.Exists(Path.Combine(inner, CifarTest)) || !File.Exists(archive) ? From(inner)
            : FromArchive(archive);
        return new ImageDataSet(CifarSet.Title, Part(CifarTraining), Part([CifarTest]), CifarNames);

        Dataset Part(string[] names)
        {
            var pictures = CifarFile.Read([.. names.Select(file)]);
            var data = new Dataset();
            data.AddBytes("image", pictures.Pixels, 1 / 255f, 3, CifarFile.Side, CifarFile.Side);
            data.Add("label", pictures.Labels);
            return data;
        }

        static Func<string, (byte[], string)> From(string folder) =>
            name => (DataFile.ReadAll(Path.Combine(folder, name)), Path.Combine(folder, name));
    }

    /// <summary>CIFAR-10: its archive is downloaded where it is missing.</summary>
    /// <inheritdoc cref="Cifar10"/>
    /// <param name="options">How files are downloaded.</param>
    /// <param name="folder">Where the archive is or comes to be; null for the cache folder.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ImageDataSet> Cifar10Async(
        DownloadOptions options, string? folder = null, CancellationToken cancellation = default) =>
        Cifar10(await CifarSet.DownloadAsync(options, folder, cancellation).ConfigureAwait(false));

    /// <summary>The files of the archive in memory: nothing is unpacked to the disk, so no name in it matters but these.</summary>
    private static Func<string, (byte[], string)> FromArchive(string path)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var archive = new TarReader(gzip);
            while (archive.GetNextEntry() is { } entry)
            {
                string name = Path.GetFileName(entry.Name);
                if (entry.DataStream is not null && (name == CifarTest || CifarTraining.Contains(name)))
                    files[name] = DataFile.ReadAll(entry.DataStream, $"{path}/{name}");
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new DataException(new DataPlace(path), $"the archive is damaged or cannot be read: {e.Message}", e);
        }

        return name => files.TryGetValue(name, out byte[]? bytes)
            ? (bytes, $"{path}/{name}")
            : throw new DataException(new DataPlace(path), $"there is no {name} in the archive");
    }
}
