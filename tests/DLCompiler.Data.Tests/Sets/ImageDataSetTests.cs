using System.Security.Cryptography;
using DLCompiler.Data.Tests.Downloads;

namespace DLCompiler.Data.Tests.Sets;

public sealed class ImageDataSetTests : IDisposable
{
    private const string Clothes = "/usr/share/datasets/fashion-mnist";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mnist_is_read_from_a_folder(bool isPacked)
    {
        SetFiles.Write(_folder, SetFiles.Idx(), isPacked);
        var set = DataSets.Mnist(_folder);
        var (training, test) = set;
        Assert.Equal((SetFiles.Training, SetFiles.Test), (training.Count, test.Count));
        Assert.Equal([1, 28, 28], training.Columns[0].Shape);
        Assert.Equal(Enumerable.Range(0, SetFiles.Training * 784).Select(i => SetFiles.Pixel(i) * (1 / 255f)), training.Floats("image"));
        Assert.Equal([0, 1, 2], test.Ints("label"));
        Assert.Equal("7", set.ClassNames[7]);
        Assert.Equal("sneaker", DataSets.FashionMnist(_folder).ClassNames[7]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("inner")]
    [InlineData("archive")]
    public void Cifar_is_read_from_a_folder(string kind)
    {
        var files = SetFiles.CifarBatches();
        if (kind == "archive") File.WriteAllBytes(Path.Combine(_folder, "cifar-10-binary.tar.gz"), SetFiles.Archive(files));
        else SetFiles.Write(kind == "inner" ? Path.Combine(_folder, "cifar-10-batches-bin") : _folder, files);
        var set = DataSets.Cifar10(_folder);
        Assert.Equal([3, 32, 32], set.Training.Columns[0].Shape);
        Assert.Equal(Enumerable.Range(0, 10), set.Training.Ints("label"));
        Assert.Equal(Enumerable.Range(0, 10 * 3072).Select(i => SetFiles.Pixel(i) * (1 / 255f)), set.Training.Floats("image"));
        Assert.Equal([0, 1, 2], set.Test.Ints("label"));
        Assert.Equal("frog", set.ClassNames[6]);
    }

    [Fact]
    public void What_is_wrong_is_told()
    {
        Assert.Contains("there is no such file", Problem(() => DataSets.Mnist(_folder)), StringComparison.Ordinal);
        Assert.Contains("there is no such file", Problem(() => DataSets.Cifar10(_folder)), StringComparison.Ordinal);
        var files = SetFiles.Idx();
        Spoil("train-images-idx3-ubyte", SetFiles.Labels(7), "has 7 elements of UInt8: pictures of 28 × 28 are due");
        Spoil("train-labels-idx1-ubyte", SetFiles.Labels(6), "has 6 labels, but");
        Spoil("train-labels-idx1-ubyte", SetFiles.Images(7), "labels are bytes in one dimension");
        byte[] labels = SetFiles.Labels(7);
        labels[^1] = 10;
        Spoil("train-labels-idx1-ubyte", labels, "label 6 is 10: 10 classes have the labels 0 to 9");

        SetFiles.Write(_folder, SetFiles.CifarBatches());
        File.WriteAllBytes(Path.Combine(_folder, "data_batch_3.bin"), SetFiles.Cifar(2)[1..]);
        Assert.Contains("data_batch_3.bin: has 6145 bytes", Problem(() => DataSets.Cifar10(_folder)), StringComparison.Ordinal);
        Directory.Delete(_folder, recursive: true);
        Directory.CreateDirectory(_folder);
        var some = SetFiles.CifarBatches();
        some.Remove("data_batch_2.bin");
        byte[] archive = SetFiles.Archive(some);
        File.WriteAllBytes(Path.Combine(_folder, "cifar-10-binary.tar.gz"), archive);
        Assert.EndsWith("there is no data_batch_2.bin in the archive", Problem(() => DataSets.Cifar10(_folder)), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(_folder, "cifar-10-binary.tar.gz"), archive[..2000]);
        Assert.Contains("cifar-10-binary.tar.gz", Problem(() => DataSets.Cifar10(_folder)), StringComparison.Ordinal);

        void Spoil(string name, byte[] bytes, string problem)
        {
            SetFiles.Write(_folder, files);
            File.WriteAllBytes(Path.Combine(_folder, name), bytes);
            Assert.Contains(problem, Problem(() => DataSets.Mnist(_folder)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_missing_is_downloaded_into_the_cache()
    {
        var files = SetFiles.Idx().ToDictionary(f => f.Key + ".gz", f => SetFiles.Gzip(f.Value));
        files["cifar-10-binary.tar.gz"] = SetFiles.Archive(SetFiles.CifarBatches());
        await using var server = new TestServer((request, stream) =>
        {
            byte[] file = files[request.Path["/data/".Length..]];
            return TestServer.SendAsync(stream, $"HTTP/1.1 200 OK\nContent-Length: {file.Length}", file);
        });
        var sums = files.ToDictionary(f => f.Key, f => (Checksum?)Checksum.Sha256(Convert.ToHexString(SHA256.HashData(f.Value))));
        sums["t10k-labels-idx1-ubyte.gz"] = null;
        var options = new DownloadOptions { Mirror = new Uri(server.Address, "data/"), Checksums = sums };
        string? before = Environment.GetEnvironmentVariable(DataSets.CacheVariable);
        Environment.SetEnvironmentVariable(DataSets.CacheVariable, _folder);
        try
        {
            Assert.Contains(Path.Combine(_folder, "mnist"), Problem(() => DataSets.Mnist()), StringComparison.Ordinal);
            Assert.Equal(SetFiles.Training, (await DataSets.MnistAsync(options)).Training.Count);
            Assert.Equal(4, server.Requests.Count);
            Assert.Equal(4, Directory.GetFiles(Path.Combine(_folder, "mnist")).Length);
            Assert.Equal(SetFiles.Test, DataSets.Mnist().Test.Count);
            await DataSets.MnistAsync(options);
            Assert.Equal(4, server.Requests.Count);
            Assert.Equal(10, (await DataSets.Cifar10Async(options)).Training.Count);
            Assert.Equal(10, DataSets.Cifar10().Training.Count);

            // Without the caller's checksums, these are not the published files.
            var published = new DownloadOptions { Mirror = options.Mirror };
            string problem = (await Assert.ThrowsAsync<DataException>(() => DataSets.FashionMnistAsync(published))).Message;
            Assert.Contains("not MD5 8d4fb7e6c68d591d4c3dfef9ec88bf0d", problem, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(DataSets.CacheVariable, before);
        }

        Assert.NotEmpty(DataSets.CacheFolder);
    }

    /// <summary>The real files, where the system has them.</summary>
    [Fact]
    public void Fashion_mnist_is_found_where_the_system_has_it()
    {
        if (!Directory.Exists(Clothes)) return;
        var (training, test) = DataSets.FashionMnist(Clothes);
        Assert.Equal((60_000, 10_000), (training.Count, test.Count));
        Assert.All(training.Ints("label").CountBy(l => l), c => Assert.Equal(6000, c.Value));
        Assert.All(test.Ints("label").CountBy(l => l), c => Assert.Equal(1000, c.Value));

        // The mean that is known of the training pictures.
        Assert.Equal(0.2860, Math.Round(training.Floats("image").Average(p => (double)p), 4));
    }

    private static string Problem(Func<object> action) => Assert.Throws<DataException>(action).Message;
}
