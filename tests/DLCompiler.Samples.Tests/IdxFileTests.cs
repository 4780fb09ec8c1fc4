namespace DLCompiler.Samples.Tests;

public sealed class IdxFileTests : IDisposable
{
    private const string Remedy = "Ask the librarian.";

    private static readonly byte[] Good = Idx.File([2, 3], [1, 2, 3, 4, 5, 6]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadsPlain() => AssertGood(_folder.Write("data", Good));

    [Fact]
    public void ReadsGzipUnderItsOwnName() => AssertGood(_folder.Write("data", Idx.Gzip(Good)));

    [Fact]
    public void ReadsGzipBesideTheName()
    {
        _ = _folder.Write("data.gz", Idx.Gzip(Good));
        AssertGood(_folder.File("data"));
    }

    [Fact]
    public void SaysWhatIsMissingAndHowToGetIt()
    {
        string message = Refusal(_folder.File("nowhere"));
        Assert.Contains(_folder.File("nowhere"), message, StringComparison.Ordinal);
        Assert.Contains("nowhere.gz", message, StringComparison.Ordinal);
        Assert.Contains("no such file", message, StringComparison.Ordinal);
        Assert.EndsWith(Remedy, message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesMissingFolder() =>
        Assert.Contains("no such file", Refusal(Path.Combine(_folder.Path, "a", "b")), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "starts with nothing")]
    [InlineData(3, "starts with 000008")]
    [InlineData(6, "cut off after 6 of 12 bytes")]
    [InlineData(12, "0 elements where its header says 2 × 3")]
    [InlineData(17, "5 elements where its header says 2 × 3")]
    public void RefusesTruncated(int length, string found) => AssertRefused(found, Good[..length]);

    [Fact]
    public void RefusesMoreThanTheHeaderSays() =>
        AssertRefused("7 elements", [.. Good, 7]);

    [Fact]
    public void RefusesForeign() =>
        AssertRefused("starts with 25504446", "%PDF-1.7 and so on"u8.ToArray());

    [Fact]
    public void RefusesAnotherRank() =>
        AssertRefused("starts with 00000801", Idx.File([1], [0]));

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(65536, 65536)]
    [InlineData(-1, -6)]
    public void RefusesNonsensicalSizes(int rows, int columns) =>
        AssertRefused("header says", Idx.File([rows, columns], new byte[6]));

    [Fact]
    public void RefusesDamagedGzip()
    {
        byte[] damaged = Idx.Gzip(Good);
        damaged[12] ^= 0xFF;
        _ = Refusal(_folder.Write("data", damaged));
    }

    [Fact]
    public void RefusesTruncatedGzip()
    {
        byte[] whole = Idx.Gzip(Idx.File([100, 100], [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * i))]));
        _ = Refusal(_folder.Write("data", whole[..(whole.Length / 2)]));
    }

    private static void AssertGood(string path)
    {
        IdxFile file = IdxFile.Read(path, 2, Remedy);
        Assert.Equal([2, 3], file.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Elements);
    }

    private void AssertRefused(string found, byte[] file) =>
        Assert.Contains(found, Refusal(_folder.Write("data", file)), StringComparison.Ordinal);

    private static string Refusal(string path) =>
        Assert.Throws<DataFileException>(() => IdxFile.Read(path, 2, Remedy)).Message;
}
