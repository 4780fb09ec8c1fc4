namespace DLCompiler.Data.Tests.Images;

public class ImageEncoderTests
{
    private static readonly Image Picture = ImageFixtures.Noise(10, 8, 3, 3);

    [Fact]
    public void Numbers_are_normalised_channel_by_channel()
    {
        var encoder = new ImageEncoder(10, 8) { Mean = ImageEncoder.ImageNetMean, Deviation = ImageEncoder.ImageNetDeviation };
        float[] code = encoder.Encode(Picture);
        Assert.Equal(3 * 8 * 10, code.Length);
        for (int c = 0; c < 3; c++)
        {
            float expected = ((Picture[7, 5][c] / 255f) - ImageEncoder.ImageNetMean[c]) / ImageEncoder.ImageNetDeviation[c];
            Assert.Equal(expected, code[(c * 80) + (5 * 10) + 7], 1e-6f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Decoding_undoes_encoding(int channels)
    {
        var image = channels == 1 ? Picture.ToGray() : Picture;
        var plain = new ImageEncoder(10, 8, channels);
        Assert.Equal(image.Samples.ToArray(), plain.Decode(plain.Encode(image)).Samples.ToArray());
        plain.Fit([image, ImageFixtures.Noise(10, 8, 3, 4)]);
        Assert.Equal(image.Samples.ToArray(), plain.Decode(plain.Encode(image)).Samples.ToArray());
        Assert.Equal([0, 255, 255, 0], new ImageEncoder(2, 2, 1).Decode([-3, 7, float.PositiveInfinity, float.NaN]).Samples.ToArray());
        Assert.Throws<ArgumentException>(() => plain.Decode(new float[3]));
    }

    [Fact]
    public void Fitted_pictures_have_mean_0_and_deviation_1()
    {
        var encoder = new ImageEncoder(10, 8);
        Image[] images = [Picture, ImageFixtures.Noise(10, 8, 3, 5), ImageFixtures.Noise(20, 9, 3, 6)];
        encoder.Fit(images);
        float[] codes = encoder.Encode(images);
        for (int c = 0; c < 3; c++)
        {
            var planes = Enumerable.Range(0, 3).SelectMany(i => codes.Skip((i * 240) + (c * 80)).Take(80));
            double[] channel = [.. planes.Select(v => (double)v)];
            Assert.Equal(0, channel.Average(), 1e-5);
            Assert.Equal(1, Math.Sqrt(channel.Average(v => v * v)), 1e-5);
        }

        encoder.Fit([new Image(1, 1, 1, [51])]);
        Assert.Equal([0.2f, 0.2f, 0.2f], encoder.Mean);
        Assert.Equal([1f, 1f, 1f], encoder.Deviation);
        Assert.Throws<ArgumentException>(() => encoder.Fit([]));
    }

    [Fact]
    public void Pictures_are_brought_to_one_size()
    {
        var wide = new Image(8, 4, 1, [.. Enumerable.Range(0, 32).Select(i => (byte)(i % 8 is 0 or 7 ? 0 : 100))]);
        Assert.All(new ImageEncoder(4, 4, 1) { Framing = ImageFraming.Crop }.Encode(wide), v => Assert.Equal(100 / 255f, v));
        float[] padded = new ImageEncoder(8, 8, 1) { Framing = ImageFraming.Pad }.Encode(wide);
        Assert.All(padded[..16], v => Assert.Equal(0, v));
        Assert.Equal(100 / 255f, padded[17]);
        Assert.Equal(0, padded[48]);
        var zoomed = new ImageEncoder(4, 4, 1) { Framing = ImageFraming.Crop, ShorterSide = 8 };
        Assert.Equal(zoomed.Encode(wide), new ImageEncoder(4, 4, 1).Encode(wide.Resize(16, 8).CenterCrop(4, 4)));
        Assert.Equal(new ImageEncoder(3, 9, 1).Encode(wide), new ImageEncoder(3, 9, 1).Encode(wide.Resize(3, 9)));
    }

    [Fact]
    public void A_saved_encoder_gives_the_same()
    {
        var encoder = new ImageEncoder(6, 5)
        {
            Framing = ImageFraming.Crop,
            ShorterSide = 7,
            Interpolation = Interpolation.Bilinear,
        };
        encoder.Fit([Picture]);
        var loaded = ImageEncoder.FromJson(encoder.ToJson());
        Assert.Equal(encoder.Encode(Picture), loaded.Encode(Picture));
        Assert.Equal(encoder.ToJson(), loaded.ToJson());
        foreach (string damaged in new[]
        {
            "", "[]", "{}", encoder.ToJson()[..40], encoder.ToJson().Replace("Crop", "Pop", StringComparison.Ordinal),
            encoder.ToJson().Replace("\"channels\":3", "\"channels\":2", StringComparison.Ordinal),
            encoder.ToJson().Replace("\"deviation\":[", "\"deviation\":[-", StringComparison.Ordinal),
            encoder.ToJson().Replace("\"mean\":[", "\"mean\":[1,", StringComparison.Ordinal),
        })
        {
            Refused("the saved form is damaged", () => ImageEncoder.FromJson(damaged));
        }
    }

    [Fact]
    public void A_folder_of_classes_is_a_data_set()
    {
        string path = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var encoder = new ImageEncoder(10, 8);
            Refused("has no folders", () => ImageFolder.Load(path, encoder));
            foreach (string name in new[] { "dog", "cat" })
            {
                Directory.CreateDirectory(Path.Combine(path, name));
                for (int i = 0; i < 2; i++) ImageFixtures.Noise(10, 8, 3, name[0] + i).SavePng(Path.Combine(path, name, $"{i}.png"));
            }

            File.WriteAllText(Path.Combine(path, "dog", "notes.txt"), "no picture");
            File.WriteAllBytes(Path.Combine(path, "cat", "9.JPG"), ImageFixtures.Bytes("420.jpg"));
            encoder.Fit(ImageFolder.Images(path));
            var folder = ImageFolder.Load(path, encoder);
            Assert.Equal(["cat", "dog"], folder.Classes);
            Assert.Equal(["0.png", "1.png", "9.JPG", "0.png", "1.png"], folder.Files.Select(f => Path.GetFileName(f)));
            Assert.Equal([0, 0, 0, 1, 1], folder.Data.Ints("label"));
            Assert.Equal(encoder.Encode(folder.Files.Select(Image.Load)), folder.Data.Floats("image"));

            File.WriteAllText(Path.Combine(path, "dog", "2.png"), "no picture");
            Refused("2.png: is no PNG", () => ImageFolder.Load(path, encoder));
            Directory.CreateDirectory(Path.Combine(path, "cow"));
            Refused("cow: has no pictures", () => ImageFolder.Load(path, encoder));
            Assert.Throws<DataException>(() => ImageFolder.Load(Path.Combine(path, "none"), encoder));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<DataException>(action).Message, StringComparison.Ordinal);
}
