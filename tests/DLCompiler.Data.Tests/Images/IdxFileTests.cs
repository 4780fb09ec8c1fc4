using System.IO.Compression;

namespace DLCompiler.Data.Tests.Images;

public class IdxFileTests
{
    [Theory]
    [InlineData(IdxType.UInt8, "00FF", new[] { 0f, 255f })]
    [InlineData(IdxType.Int8, "00FF", new[] { 0f, -1f })]
    [InlineData(IdxType.Int16, "0102FFFE", new[] { 258f, -2f })]
    [InlineData(IdxType.Int32, "00010000FFFFFFFF", new[] { 65536f, -1f })]
    [InlineData(IdxType.Single, "3FC00000C0000000", new[] { 1.5f, -2f })]
    [InlineData(IdxType.Double, "3FF8000000000000C000000000000000", new[] { 1.5f, -2f })]
    public void All_types_are_read(IdxType type, string elements, float[] expected)
    {
        var file = Read(ImageFixtures.Idx(type, [2, 1], Convert.FromHexString(elements)));
        Assert.Equal(type, file.Type);
        Assert.Equal([2, 1], file.Dimensions);
        Assert.Equal(2, file.Count);
        Assert.Equal(Convert.FromHexString(elements), file.Bytes.ToArray());
        Assert.Equal(expected, file.ToFloats());
        if (type is IdxType.Single or IdxType.Double) Assert.Throws<InvalidOperationException>(file.ToInts);
        else Assert.Equal(expected.Select(e => (int)e), file.ToInts());
    }

    [Fact]
    public void Plain_and_compressed_files_are_the_same()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 3 * 4).Select(i => (byte)i)];
        byte[] plain = ImageFixtures.Idx(IdxType.UInt8, [2, 3, 4], pixels);
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string path = Path.Combine(folder, "images");
            using (var gzip = new GZipStream(File.Create(path + ".gz"), CompressionLevel.Optimal)) gzip.Write(plain);
            Assert.Equal(pixels, IdxFile.Read(path).Bytes.ToArray());
            Assert.Equal(pixels, IdxFile.Read(path + ".gz").Bytes.ToArray());
            File.WriteAllBytes(path, plain);
            Assert.Equal(pixels, IdxFile.Read(path).Bytes.ToArray());
            Image[] images = [.. IdxFile.Read(path).ToImages()];
            Assert.Equal([(4, 3), (4, 3)], images.Select(i => (i.Width, i.Height)));
            Assert.Equal(pixels[12..], images[1].Samples.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_is_wrong_is_told()
    {
        byte[] file = ImageFixtures.Idx(IdxType.Int16, [2, 3], new byte[12]);
        Assert.Equal("a: the elements are cut off after 11 of 12 bytes (2 × 3)", Problem(Gzip(file[..^1])));
        Assert.Equal("a: there are more bytes than the 12 of 2 × 3 elements", Problem([.. file, 0]));
        Assert.Equal("a: the header is cut off after 11 of 12 bytes", Problem(file[..11]));
        Assert.StartsWith("a: is no IDX file: it starts with 89504E47", Problem([0x89, 0x50, 0x4E, 0x47, 1]), StringComparison.Ordinal);
        Assert.StartsWith("a: is no IDX file: it starts with nothing", Problem([]), StringComparison.Ordinal);
        Assert.Contains("more than the file holds", Problem(file[..^1]), StringComparison.Ordinal);
        Assert.Contains("a size is negative", Problem(ImageFixtures.Idx(IdxType.UInt8, [-1, -1], [0])), StringComparison.Ordinal);
        byte[] packed = Gzip(file);
        packed[packed.Length / 2] ^= 255;
        Assert.Contains("damaged or cut off", Problem(packed), StringComparison.Ordinal);

        static string Problem(byte[] bytes) => Assert.Throws<DataException>(() => Read(bytes)).Message;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(plain);
        return packed.ToArray();
    }

    private static IdxFile Read(byte[] bytes) => IdxFile.Read(new MemoryStream(bytes), "a");
}
