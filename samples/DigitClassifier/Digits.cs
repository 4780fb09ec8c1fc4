using System.IO.Compression;
using CsvHelper;

namespace DLCompiler.Samples;

/// <summary>The handwritten digits that are embedded in this program; Data/README.md says where they come
/// from.</summary>
internal static class Digits
{
    /// <summary>Pixels in a row of a digit as it was scanned.</summary>
    public const int ScannedSide = 8;

    /// <summary>Pixels in a row with the frame, which lets windows of the network reach over a digit's edge.</summary>
    public const int Side = ScannedSide + (2 * Frame);

    private const int Frame = 3;
    private const float Darkest = 16;
    private const int TestCount = 360;

    /// <summary>The images to learn from, and the last 360 to be tested on.</summary>
    public static (ImageSet Training, ImageSet Test) Load()
    {
        ImageSet all = LoadAll();
        return (all.Part(..^TestCount), all.Part(^TestCount..));
    }

    /// <summary>All 1,797 images in the file's order.</summary>
    public static ImageSet LoadAll()
    {
        using Stream resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var text = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        return Parse(text);
    }

    /// <summary>Reads lines of 64 pixels and a digit.</summary>
    public static ImageSet Parse(TextReader text)
    {
        using var csv = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false });
        List<float> pixels = [];
        List<int> labels = [];
        while (csv.Read())
        {
            var image = new float[Side * Side];
            for (int pixel = 0; pixel < ScannedSide * ScannedSide; pixel++)
            {
                (int row, int column) = Math.DivRem(pixel, ScannedSide);
                image[((row + Frame) * Side) + column + Frame] = csv.Parse<int>(pixel) / Darkest;
            }

            pixels.AddRange(image);
            labels.Add(csv.Parse<int>(ScannedSide * ScannedSide));
        }

        return new ImageSet(Side, [.. pixels], [.. labels]);
    }
}
