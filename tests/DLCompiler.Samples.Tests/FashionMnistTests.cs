namespace DLCompiler.Samples.Tests;

public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadsPlainAndGzip()
    {
        Write("train", count: 3, labels: [0, 9, 4]);
        _ = _folder.Write("t10k-images-idx3-ubyte.gz", Idx.Gzip(Images(1)));
        _ = _folder.Write("t10k-labels-idx1-ubyte.gz", Idx.Gzip(Idx.File([1], [7])));
        (ImageSet training, ImageSet test) = FashionMnist.Load(_folder.Path);
        Assert.Equal([0, 9, 4], training.Labels);
        Assert.Equal(28, training.Side);
        Assert.Equal(1f, training.Image(1)[27]);
        Assert.Equal([7], test.Labels);
    }

    [Fact]
    public void NamesTheMissingFileAndItsPackage()
    {
        string message = Refusal();
        Assert.Contains("train-images-idx3-ubyte", message, StringComparison.Ordinal);
        Assert.Contains("dataset-fashion-mnist", message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesFewerLabelsThanImages()
    {
        Write("train", count: 3, labels: [0, 1]);
        Assert.Contains("expected 3 labels, but found 2", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesUnknownClass()
    {
        Write("train", count: 1, labels: [10]);
        Assert.Contains("the label 10", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesOtherSizes()
    {
        _ = _folder.Write("train-images-idx3-ubyte", Idx.File([1, 8, 8], new byte[64]));
        _ = _folder.Write("train-labels-idx1-ubyte", Idx.File([1], [0]));
        Assert.Contains("found 1 × 8 × 8", Refusal(), StringComparison.Ordinal);
    }

    private string Refusal() => Assert.Throws<DataFileException>(() => FashionMnist.Load(_folder.Path)).Message;

    private void Write(string prefix, int count, byte[] labels)
    {
        _ = _folder.Write($"{prefix}-images-idx3-ubyte", Images(count));
        _ = _folder.Write($"{prefix}-labels-idx1-ubyte", Idx.File([labels.Length], labels));
    }

    /// <summary>Images whose top right pixel is white.</summary>
    private static byte[] Images(int count)
    {
        var pixels = new byte[count * 28 * 28];
        for (int image = 0; image < count; image++) pixels[(image * 28 * 28) + 27] = 255;
        return Idx.File([count, 28, 28], pixels);
    }
}
