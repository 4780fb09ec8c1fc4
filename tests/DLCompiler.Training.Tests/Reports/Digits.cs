using DLCompiler.Data;

namespace DLCompiler.Training.Tests.Reports;

/// <summary>Digits of seven segments, shifted and with noise: some are hard to read.</summary>
internal static class Digits
{
    private const int Side = MixNet.Side;

    /// <summary>Which of the segments top, upper left, upper right, middle, lower left, lower right, bottom are lit.</summary>
    private static readonly string[] Segments =
        ["1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011"];

    private static readonly (int X, int Y, int Width, int Height)[] Places =
        [(0, 0, 5, 1), (0, 0, 1, 5), (4, 0, 1, 5), (0, 4, 5, 1), (0, 4, 1, 5), (4, 4, 1, 5), (0, 8, 5, 1)];

    public static (Dataset Data, IReadOnlyList<Image> Pictures) Make(int count, long seed, float noise = 0.55f)
    {
        var random = new ItemRandom(seed);
        var (pixels, labels) = (new float[count * Side * Side], new int[count]);
        var pictures = new List<Image>();
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 10;
            var image = pixels.AsSpan(i * Side * Side, Side * Side);
            int left = (int)(random.NextDouble() * 7), top = (int)(random.NextDouble() * 3);
            for (int s = 0; s < Places.Length; s++)
            {
                var (x, y, width, height) = Places[s];
                for (int p = 0; Segments[labels[i]][s] == '1' && p < width * height; p++)
                    image[((top + y + (p / width)) * Side) + left + x + (p % width)] = 0.8f;
            }

            foreach (ref float pixel in image) pixel = Math.Clamp(pixel + (noise * ((float)random.NextDouble() - 0.4f)), 0, 1);
            byte[] samples = new byte[image.Length];
            for (int p = 0; p < samples.Length; p++) samples[p] = (byte)(255 * image[p]);
            pictures.Add(new Image(Side, Side, 1, samples.AsSpan()));
        }

        return (new Dataset { { "image", pixels, Side * Side }, { "label", labels } }, pictures);
    }
}
