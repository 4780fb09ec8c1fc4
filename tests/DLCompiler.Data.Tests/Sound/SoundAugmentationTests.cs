namespace DLCompiler.Data.Tests.Sound;

/// <summary>Augmentations: their bounds, and that the same random numbers give the same sound.</summary>
public class SoundAugmentationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Noise_has_the_power_that_is_asked_for(double decibels)
    {
        float[] sound = [.. Enumerable.Range(0, 50001).Select(i => (float)Math.Sin(i * 0.05))];
        float[] noisy = [.. sound];
        var random = new ItemRandom(1, 2, 3);
        SoundAugmentation.AddNoise(noisy, decibels, ref random);
        double[] noise = [.. noisy.Zip(sound, (a, b) => (double)a - b)];
        double ratio = 10 * Math.Log10(sound.Sum(v => (double)v * v) / noise.Sum(v => v * v));
        Assert.Equal(decibels, ratio, 0.1);
        Assert.Equal(0, noise.Average(), 0.02);
        double variance = noise.Average(v => v * v);
        Assert.Equal(3, noise.Average(v => v * v * v * v) / (variance * variance), 0.15);
    }

    [Fact]
    public void Silence_stays_silent()
    {
        float[] silent = new float[9];
        var random = new ItemRandom(1);
        SoundAugmentation.AddNoise(silent, 0, ref random);
        SoundAugmentation.AddNoise([], 0, ref random);
        Assert.All(silent, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Shifts_are_all_from_minus_most_to_most()
    {
        float[] sound = [1, 2, 3, 4, 5];
        var seen = new HashSet<string>();
        for (int item = 0; item < 1000; item++)
        {
            float[] shifted = [.. sound];
            var random = new ItemRandom(1, 0, item);
            SoundAugmentation.Shift(shifted, 6, ref random);
            _ = seen.Add(string.Join(' ', shifted));
        }

        Assert.Equal(10, seen.Count);
        Assert.Contains("0 0 1 2 3", seen);
        Assert.Contains("3 4 5 0 0", seen);
        Assert.Contains("0 0 0 0 0", seen);
    }

    [Fact]
    public void Gain_is_within_its_decibels()
    {
        float least = 1, largest = 1;
        for (int item = 0; item < 1000; item++)
        {
            float[] sound = [1];
            var random = new ItemRandom(1, 0, item);
            SoundAugmentation.Gain(sound, 6, ref random);
            (least, largest) = (Math.Min(least, sound[0]), Math.Max(largest, sound[0]));
        }

        Assert.InRange(least, 0.501f, 0.51f);
        Assert.InRange(largest, 1.95f, 1.996f);
    }

    [Fact]
    public void Masks_hide_whole_frames_or_bands()
    {
        var widths = new HashSet<(int Frames, int Bands)>();
        for (int item = 0; item < 500; item++)
        {
            float[] features = [.. Enumerable.Repeat(1f, 6 * 4)];
            var random = new ItemRandom(7, 1, item);
            SoundAugmentation.MaskTime(features, 4, 3, ref random, -2);
            int[] hidden = [.. Enumerable.Range(0, 6).Where(t => features[(t * 4)..((t * 4) + 4)].All(v => v == -2))];
            Assert.Equal(hidden.Length * 4, features.Count(v => v == -2));
            if (hidden.Length > 0) Assert.Equal(hidden.Length - 1, hidden[^1] - hidden[0]);
            Array.Fill(features, 1);
            SoundAugmentation.MaskBands(features, 4, 9, ref random);
            int[] bands = [.. Enumerable.Range(0, 4).Where(b => features[b] == 0)];
            Assert.Equal(bands.Length * 6, features.Count(v => v == 0));
            Assert.All(bands, b => Assert.All(Enumerable.Range(0, 6), t => Assert.Equal(0, features[(t * 4) + b])));
            _ = widths.Add((hidden.Length, bands.Length));
        }

        Assert.Equal(4 * 5, widths.Count);
    }

    [Fact]
    public void The_same_random_numbers_give_the_same_sound()
    {
        Assert.Equal(Augmented(5), Augmented(5));
        Assert.NotEqual(Augmented(5), Augmented(6));

        static float[] Augmented(long item)
        {
            var random = new ItemRandom(3, 1, item);
            float[] sound = [.. SoundFixtures.Signal];
            SoundAugmentation.Shift(sound, 100, ref random);
            SoundAugmentation.Gain(sound, 3, ref random);
            SoundAugmentation.AddNoise(sound, 15, ref random);
            return sound;
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var random = new ItemRandom(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundAugmentation.Shift(new float[3], -1, ref random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundAugmentation.Gain(new float[3], double.NaN, ref random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundAugmentation.AddNoise(new float[3], double.NaN, ref random));
        Assert.Throws<ArgumentException>(() => SoundAugmentation.MaskTime(new float[3], 2, 1, ref random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoundAugmentation.MaskBands(new float[4], 2, -1, ref random));
    }
}
