using System.Formats.Tar;
using System.IO.Compression;
using DLCompiler.Data.Tests.Images;

namespace DLCompiler.Data.Tests.Sets;

/// <summary>Small files of the same make as those of the large data sets.</summary>
internal static class SetFiles
{
    public const int Training = 7;
    public const int Test = 3;

    public static byte[] Images(int count) =>
        ImageFixtures.Idx(IdxType.UInt8, [count, 28, 28], [.. Enumerable.Range(0, count * 784).Select(Pixel)]);

    public static byte[] Labels(int count) =>
        ImageFixtures.Idx(IdxType.UInt8, [count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);

    public static byte[] Cifar(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).SelectMany(i => Enumerable.Range(i * 3072, 3072).Select(Pixel).Prepend((byte)(i % 10)))];

    public static byte Pixel(int i) => (byte)((i * 31) ^ (i >> 8));

    public static Dictionary<string, byte[]> Idx() => new()
    {
        ["train-images-idx3-ubyte"] = Images(Training),
        ["train-labels-idx1-ubyte"] = Labels(Training),
        ["t10k-images-idx3-ubyte"] = Images(Test),
        ["t10k-labels-idx1-ubyte"] = Labels(Test),
    };

    public static Dictionary<string, byte[]> CifarBatches() => Enumerable.Range(0, 5)
        .ToDictionary(i => $"data_batch_{i + 1}.bin", i => Cifar(2, 2 * i))
        .Append(new("test_batch.bin", Cifar(Test)))
        .ToDictionary();

    public static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(plain);
        return packed.ToArray();
    }

    public static byte[] Archive(Dictionary<string, byte[]> files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        using (var archive = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            archive.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "cifar-10-batches-bin/"));
            archive.WriteEntry(Entry("readme.html", "read me"u8.ToArray()));
            foreach (var (name, bytes) in files) archive.WriteEntry(Entry(name, bytes));
        }

        return packed.ToArray();

        static UstarTarEntry Entry(string name, byte[] bytes) =>
            new(TarEntryType.RegularFile, "cifar-10-batches-bin/" + name) { DataStream = new MemoryStream(bytes) };
    }

    public static void Write(string folder, Dictionary<string, byte[]> files, bool isPacked = false)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files)
            File.WriteAllBytes(Path.Combine(folder, isPacked ? name + ".gz" : name), isPacked ? Gzip(bytes) : bytes);
    }
}
