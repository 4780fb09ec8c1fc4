namespace DLCompiler.Data.Tests.Images;

public class ImageFormatTests
{
    public static TheoryData<string> Files => [.. ImageFixtures.Files(".png", ".bmp", ".ppm", ".pgm", ".pbm", ".jpg")];

    /// <summary>Of JPEG too: libjpeg-turbo's whole numbers are the same on all machines.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Pixels_are_those_that_PIL_reads(string name) => Same(ImageFixtures.Pixels(name), ImageFixtures.Read(name));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 5, 1)]
    [InlineData(17, 5, 3)]
    [InlineData(5, 31, 4)]
    public void What_is_written_is_read_again(int width, int height, int channels)
    {
        var image = ImageFixtures.Noise(width, height, channels, 1);
        Same(image, ImageFixtures.Read(image.ToPng()));
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string png = Path.Combine(folder, "a.png"), ppm = Path.Combine(folder, "a.ppm");
            image.SavePng(png);
            image.SavePpm(ppm);
            Same(image, Image.Load(png));
            Same(channels == 4 ? image.ToRgb() : image, Image.Load(ppm));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A smooth picture is filtered before it is compressed: what noise would take is far more.</summary>
    [Fact]
    public void Smooth_pictures_take_little()
    {
        byte[] samples = [.. Enumerable.Range(0, 100 * 100).Select(i => (byte)((i % 100) + (i / 100)))];
        Assert.InRange(new Image(100, 100, 1, samples).ToPng().Length, 60, 400);
    }

    [Theory]
    [InlineData("", "picture: the file is empty")]
    [InlineData("474946383961", "picture: is no PNG, JPEG, BMP or PPM: it starts with 474946383961")]
    [InlineData("89504E470A1A0A0000", "picture: the signature of PNG is damaged, as by a transfer as text (at byte 0)")]
    public void What_is_no_picture_says_so(string bytes, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => ImageFixtures.Read(Convert.FromHexString(bytes))).Message);

    [Fact]
    public void Damage_is_told_with_its_place()
    {
        byte[] png = ImageFixtures.Bytes("rgb-8.png"), bmp = ImageFixtures.Bytes("24.bmp");
        byte[] ppm = ImageFixtures.Bytes("p6.ppm"), jpeg = ImageFixtures.Bytes("420.jpg");
        Refused("rgb.png: the file is cut off in chunk IDAT", png[..^30], "rgb.png");
        Refused("cut off in the pixels: 280 bytes are due, 270 left", bmp[..^10]);
        Refused("cut off in the samples", ppm[..^1]);
        Refused("its end is missing", jpeg[..^9]);

        // Valid in itself, but not read.
        byte[] progressive = ImageFixtures.Bytes("gray-progressive.jpg");
        int scan = progressive.AsSpan().IndexOf(new byte[] { 0xFF, 0xDA });
        byte[] interval = [.. progressive[..scan], 0xFF, 0xDD, 0, 4, 0, 4, .. progressive[scan..]];
        Refused("progressive JPEG pictures with restart intervals are not read", interval);
        png[20] ^= 1;
        Refused("chunk IHDR is damaged", png);
        Refused("(at byte 8)", png);
        var missing = Assert.Throws<DataException>(() => Image.Load("no/such.png"));
        Assert.Equal("no/such.png: there is no such file", missing.Message);

        static void Refused(string message, byte[] bytes, string name = "a")
        {
            var refused = Assert.Throws<DataException>(() => ImageFixtures.Read(bytes, name));
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Every file, cut off at every byte: an error, or a picture where what is missing says nothing of pixels.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_cut_off_is_an_error(string name)
    {
        byte[] bytes = ImageFixtures.Bytes(name);
        var whole = ImageFixtures.Read(bytes);
        for (int length = 0; length < bytes.Length; length += length < 100 ? 1 : 3)
        {
            try
            {
                // The last number of a text may be shorter by a digit and a space.
                var read = ImageFixtures.Read(bytes[..length]);
                Assert.Equal(whole.Samples.Length, read.Samples.Length);
                Assert.True(length >= bytes.Length - 2, $"{length} of {bytes.Length} bytes are read");
            }
            catch (DataException)
            {
            }
        }
    }

    private static void Same(Image expected, Image read)
    {
        Assert.Equal((expected.Width, expected.Height, expected.Channels), (read.Width, read.Height, read.Channels));
        Assert.Equal(expected.Samples.ToArray(), read.Samples.ToArray());
    }
}
