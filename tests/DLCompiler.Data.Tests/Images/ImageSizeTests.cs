namespace DLCompiler.Data.Tests.Images;

public class ImageSizeTests
{
    public static TheoryData<int> Sizes => [.. Enumerable.Range(0, ImageFixtures.Expected["resized"]!.AsArray().Count)];

    private static Image Source => new(
        ImageFixtures.Number(ImageFixtures.Expected, "sourceWidth"), ImageFixtures.Number(ImageFixtures.Expected, "sourceHeight"), 3,
        ImageFixtures.Samples(ImageFixtures.Expected["converted"]!, "rgb"));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sizes_are_PILs(int number)
    {
        var expected = ImageFixtures.Expected["resized"]![number]!;
        byte[] samples = ImageFixtures.Samples(expected, "source");
        var source = new Image(Source.Width, Source.Height, ImageFixtures.Number(expected, "channels"), samples.AsSpan());
        int width = ImageFixtures.Number(expected, "width"), height = ImageFixtures.Number(expected, "height");
        Assert.Equal(ImageFixtures.Samples(expected, "area"), source.Resize(width, height).Samples.ToArray());
        Assert.Equal(ImageFixtures.Samples(expected, "nearest"), source.Resize(width, height, Interpolation.Nearest).Samples.ToArray());

        // PIL rounds down here, and once; bytes are rounded here after the rows and after the columns.
        byte[] bilinear = ImageFixtures.Samples(expected, "bilinear");
        var resized = source.Resize(width, height, Interpolation.Bilinear).Samples;
        for (int i = 0; i < bilinear.Length; i++) Assert.InRange(resized[i] - bilinear[i], -1, 1);
    }

    [Fact]
    public void Colours_become_gray_as_PIL_has_it()
    {
        byte[] gray = ImageFixtures.Samples(ImageFixtures.Expected["converted"]!, "gray");
        Assert.Equal(gray, Source.ToGray().Samples.ToArray());
        Assert.Equal(gray.SelectMany(g => new[] { g, g, g }), Source.ToGray().ToRgb().Samples.ToArray());
        Assert.Equal([1, 2, 3], new Image(1, 1, 4, [1, 2, 3, 99]).ToRgb().Samples.ToArray());
    }

    [Fact]
    public void Parts_and_borders()
    {
        var image = new Image(3, 2, 1, [1, 2, 3, 4, 5, 6]);
        Assert.Equal([2, 3, 5, 6], image.Crop(1, 0, 2, 2).Samples.ToArray());
        Assert.Equal([2, 5], image.CenterCrop(1, 2).Samples.ToArray());
        Assert.Equal([9, 1, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9], image.Pad(1, 0, 0, 1, 9).Samples.ToArray());
        Assert.Equal(5 * 4, image.Pad(1).Samples.Length);
        Assert.Equal(image.Samples.ToArray(), image.Pad(4, 3, 2, 1).Crop(4, 3, 3, 2).Samples.ToArray());
        Assert.Equal([6], image[2, 1].ToArray());
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var image = new Image(3, 2, 1, new byte[6]);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(1, 0, 3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(-1, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Crop(1, 0, int.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.CenterCrop(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Resize(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Resize(65536, 65536));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Pad(int.MaxValue, 0, int.MaxValue, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(1, 1, 2, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(65536, 65536, 1, []));
        Assert.Throws<ArgumentException>(() => new Image(2, 2, 1, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => image[3, 0].Length);
    }
}
