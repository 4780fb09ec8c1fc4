namespace DLCompiler.Data.Tests.Images;

public class ImageChangesTests
{
    private static readonly ImageChanges None = new("image", 1, 3, 4);

    private static readonly float[] Picture = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    [Fact]
    public void Flips()
    {
        Assert.Equal([4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9], Changed(None.FlipHorizontally(1)));
        Assert.Equal([9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4], Changed(None.FlipVertically(1)));
        Assert.Equal(Picture, Changed(None.FlipHorizontally(0).FlipVertically(0)));
        Assert.InRange(Enumerable.Range(0, 1000).Count(i => Changed(None.FlipHorizontally(0.3), i)[0] == 4), 250, 350);
    }

    /// <summary>Each shift as often as any other, and what comes in is what is outside, or the picture mirrored.</summary>
    [Fact]
    public void Shifts()
    {
        var seen = new Dictionary<(int, int), int>();
        for (int i = 0; i < 3600; i++)
        {
            float[] changed = Changed(None.Outside(-1).Shift(1), i), mirrored = Changed(None.RandomCrop(1, reflect: true), i);
            var (right, down) = Enumerable.Range(-1, 3).SelectMany(x => Enumerable.Range(-1, 3).Select(y => (x, y)))
                .Single(s => changed.SequenceEqual(Moved(s.x, s.y, (_, _) => -1)));
            Assert.Equal(Moved(right, down, (x, y) => Picture[(Mirror(y, 3) * 4) + Mirror(x, 4)]), mirrored);
            seen[(right, down)] = seen.GetValueOrDefault((right, down)) + 1;
        }

        Assert.Equal(9, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 320, 480));
        Assert.Equal(Changed(None.Shift(2), 5), Changed(None.RandomCrop(2), 5));

        static float[] Moved(int right, int down, Func<int, int, float> outside) =>
            [.. Enumerable.Range(0, 12).Select(i => (x: (i % 4) - right, y: (i / 4) - down))
                .Select(p => p is { x: >= 0 and < 4, y: >= 0 and < 3 } ? Picture[(p.y * 4) + p.x] : outside(p.x, p.y))];

        static int Mirror(int at, int side) => at < 0 ? -at : at >= side ? (2 * side) - 2 - at : at;
    }

    /// <summary>The angle and the scale are the first random number's: pixels are those of bilinear interpolation by hand.</summary>
    [Fact]
    public void Turns_and_scales()
    {
        var shape = new ImageChanges("image", 1, 3, 4).Outside(-2);
        for (int i = 0; i < 20; i++)
        {
            double signed = (2 * new ItemRandom(1, 1, i).NextSingle()) - 1, angle = 40 * signed * Math.PI / 180;
            Close(Warped(Math.Cos(angle), Math.Sin(angle)), Changed(shape.Rotate(40), i));
            Close(Warped(1 / (1 + (0.3 * signed)), 0), Changed(shape.Scale(0.3), i));
        }

        static float[] Warped(double cos, double sin) => [.. Enumerable.Range(0, 12).Select(i =>
        {
            double dx = (i % 4) - 1.5, dy = (i / 4) - 1;
            double x = (cos * dx) - (sin * dy) + 1.5, y = (sin * dx) + (cos * dy) + 1, sum = 0;
            for (int row = -3; row < 7; row++)
            {
                for (int column = -3; column < 8; column++)
                {
                    double weight = Math.Max(0, 1 - Math.Abs(x - column)) * Math.Max(0, 1 - Math.Abs(y - row));
                    sum += weight * (row is >= 0 and < 3 && column is >= 0 and < 4 ? Picture[(row * 4) + column] : -2);
                }
            }

            return (float)sum;
        })];
    }

    [Fact]
    public void A_square_is_cut_out()
    {
        for (int i = 0; i < 100; i++)
        {
            float[] changed = Changed(None.Outside(-1).Cutout(2), i);
            int[] hidden = [.. Enumerable.Range(0, 12).Where(p => changed[p] == -1)];
            Assert.Contains(hidden.Length, new[] { 1, 2, 4 });
            Assert.All(hidden, p => Assert.True((p % 4) - (hidden[0] % 4) is 0 or 1 && (p / 4) - (hidden[0] / 4) is 0 or 1));
            Assert.All(Enumerable.Range(0, 12).Except(hidden), p => Assert.Equal(Picture[p], changed[p]));
        }
    }

    [Fact]
    public void Light_and_contrast()
    {
        for (int i = 0; i < 20; i++)
        {
            float factor = 1 + (0.4f * ((2 * new ItemRandom(1, 1, i).NextSingle()) - 1));
            Close([.. Picture.Select(p => p * factor)], Changed(None.Brightness(0.4), i));
            Close([.. Picture.Select(p => 6.5f + ((p - 6.5f) * factor))], Changed(None.Contrast(0.4), i));
        }

        // Of normalised pictures black stays black.
        var encoder = new ImageEncoder(4, 3, 1) { Mean = [0.5f], Deviation = [0.25f] };
        float[] black = encoder.Encode(new Image(4, 3, 1, new byte[12]));
        Assert.Equal(black, Changed(new ImageChanges(encoder).Brightness(0.9), 3, black));
        Assert.All(Changed(new ImageChanges(encoder).Cutout(9), 3, new float[12]), v => Assert.Equal(-2, v));
    }

    [Fact]
    public void Channels_change_alike()
    {
        float[] channels = [.. Picture, .. Picture.Select(p => p + 100)];
        var changes = new ImageChanges("image", 2, 3, 4).FlipHorizontally().FlipVertically().Shift(1).Rotate(30).Cutout(1);
        for (int i = 0; i < 30; i++)
        {
            float[] changed = Changed(changes.Outside(0, 100), i, channels);
            Close([.. changed[..12].Select(v => v + 100)], changed[12..]);
        }
    }

    [Fact]
    public void A_resumed_run_sees_the_same()
    {
        var data = Pictures(37);
        var changes = All(new ImageChanges("image", 1, 8, 8));
        var options = new LoaderOptions { BatchSize = 5, Seed = 3, Change = changes };
        List<float[]> Seen(DataLoader loader, int first = 0) => [.. loader.Epoch(2, first).Select(b => b.Floats("image").ToArray())];
        var undisturbed = Seen(new DataLoader(data, options));
        Assert.Equal(undisturbed.Skip(3), Seen(new DataLoader(data, options with { Prefetch = 0 }), first: 3));
        Assert.NotEqual(undisturbed, Seen(new DataLoader(data, options with { Seed = 4 })));
        Assert.Equal(undisturbed, Seen(new DataLoader(data, options with { Change = changes.ToExampleChange() })));
    }

    [Fact]
    public void Pictures_cost_no_allocation()
    {
        var mix = BatchMix.Rectangles("image", "image", 1, 8, 8);
        var options = new LoaderOptions { BatchSize = 50, Prefetch = 0, Change = All(new ImageChanges("image", 1, 8, 8)), Mix = mix };
        long before = 0;
        int batches = 0;
        foreach (var batch in new DataLoader(Pictures(2000), options).Epoch(0))
        {
            if (++batches == 4) before = GC.GetAllocatedBytesForCurrentThread();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => None.FlipHorizontally(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => None.Brightness(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => None.Shift(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => None.Scale(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageChanges("image", 0, 1, 1));
        Assert.Throws<ArgumentException>(() => None.Outside(1, 2));
        Assert.Throws<ArgumentException>(() => Changed(new ImageChanges("image", 1, 4, 4).Shift(1)));
        Assert.Throws<ArgumentException>(() => Changed(new ImageChanges("picture", 1, 3, 4).Shift(1)));
    }

    private static ImageChanges All(ImageChanges none) => none
        .FlipHorizontally().FlipVertically().Shift(1).RandomCrop(2, reflect: true).Rotate(10).Scale(0.1)
        .Cutout(3).Brightness(0.2).Contrast(0.2);

    private static Dataset Pictures(int count) => new()
    {
        { "image", Enumerable.Range(0, 64 * count).Select(i => i % 97 / 97f).ToArray(), 64 },
    };

    /// <summary>The picture after changes with the random numbers of seed 1 and this item, in a batch of one.</summary>
    private static float[] Changed(ImageChanges changes, int item = 0, float[]? picture = null)
    {
        var data = new Dataset { { "image", picture ?? Picture, (picture ?? Picture).Length } };
        var batch = new DataLoader(data, new LoaderOptions { Prefetch = 0 }).Epoch(0).First();
        var random = new ItemRandom(1, 1, item);
        changes.Apply(batch, 0, ref random);
        return batch.Floats("image").ToArray();
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-4f);
    }
}
