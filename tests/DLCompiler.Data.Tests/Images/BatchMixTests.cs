namespace DLCompiler.Data.Tests.Images;

public class BatchMixTests
{
    private const int Examples = 40;
    private const int Side = 10;

    /// <summary>Pictures of one value, which is the number of their class.</summary>
    private static readonly Dataset Data = new()
    {
        { "image", Enumerable.Range(0, Examples * Side * Side).Select(i => (float)(i / (Side * Side))).ToArray(), Side * Side },
        { "probabilities", OneHot(Examples, Examples), Examples },
    };

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Pictures_and_probabilities_are_mixed_in_the_same_shares(double alpha)
    {
        int mixed = 0;
        foreach (var batch in new DataLoader(Data, Options(BatchMix.Linear("image", "probabilities", alpha))).Epoch(0))
        {
            for (int place = 0; place < batch.Count; place++)
            {
                var shares = batch.Floats("probabilities").Slice(place * Examples, Examples).ToArray();
                Assert.Equal(1, shares.Sum(), 1e-5f);
                Assert.InRange(shares.Count(s => s > 0), 1, 2);
                if (shares.Count(s => s > 0) == 2) mixed++;

                // Both are of the batch, as they were before: a mixture of mixtures would have more classes.
                Assert.All(shares.Select((s, i) => (s, i)).Where(p => p.s > 0), p => Assert.Contains(p.i, batch.Examples.ToArray()));
                float value = shares.Select((s, i) => s * i).Sum();
                Assert.All(batch.Floats("image").Slice(place * Side * Side, Side * Side).ToArray(), v => Assert.Equal(value, v, 1e-3f));
            }
        }

        Assert.InRange(mixed, Examples / 3, Examples);
    }

    [Fact]
    public void A_rectangle_has_the_area_of_its_share()
    {
        int mixed = 0;
        foreach (var batch in new DataLoader(Data, Options(BatchMix.Rectangles("image", "probabilities", 1, Side, Side))).Epoch(0))
        {
            for (int place = 0; place < batch.Count; place++)
            {
                int own = batch.Examples[place];
                float[] image = batch.Floats("image").Slice(place * Side * Side, Side * Side).ToArray();
                float[] shares = batch.Floats("probabilities").Slice(place * Examples, Examples).ToArray();
                int[] other = [.. Enumerable.Range(0, Side * Side).Where(i => image[i] != own)];
                Assert.Equal(1 - (other.Length / 100f), shares[own], 1e-5f);
                if (other.Length == 0) continue;
                mixed++;
                Assert.Single(other.Select(i => image[i]).Distinct());
                Assert.Equal(other.Length / 100f, shares[(int)image[other[0]]], 1e-5f);
                int across = other.Select(i => i % Side).Distinct().Count(), down = other.Select(i => i / Side).Distinct().Count();
                Assert.Equal(other.Length, across * down);
            }
        }

        Assert.InRange(mixed, Examples / 3, Examples);
    }

    [Fact]
    public void A_resumed_run_sees_the_same()
    {
        var options = Options(BatchMix.Linear("image", "probabilities"));
        List<float[]> Seen(DataLoader loader, int first = 0) => [.. loader.Epoch(1, first).Select(b => b.Floats("image").ToArray())];
        var undisturbed = Seen(new DataLoader(Data, options));
        Assert.Equal(undisturbed.Skip(2), Seen(new DataLoader(Data, options with { Prefetch = 0 }), first: 2));
        Assert.NotEqual(undisturbed, Seen(new DataLoader(Data, options with { Mix = null })));
        Assert.NotEqual(undisturbed[0], new DataLoader(Data, options).Epoch(2).First().Floats("image").ToArray());
    }

    /// <summary>Mean 1/2 and variance 1 / (4 (2 alpha + 1)).</summary>
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(7)]
    public void Shares_are_of_the_beta_distribution(double alpha)
    {
        const int Count = 40_000;
        var one = new Dataset
        {
            { "image", Enumerable.Range(0, Count).Select(i => (float)i).ToArray() },
            { "probabilities", OneHot(Count, 2), 2 },
        };
        var mix = BatchMix.Linear("image", "probabilities", alpha);
        var options = new LoaderOptions { BatchSize = Count, Prefetch = 0, Shuffle = false, Mix = mix };
        var batch = new DataLoader(one, options).Epoch(0).First();
        double[] shares = [.. Enumerable.Range(0, Count)
            .Select(i => (double)batch.Floats("probabilities")[(2 * i) + (i % 2)])];
        double mean = shares.Average(), square = shares.Average(s => (1 - s) * (1 - s));

        // Half of the others are of the same class, with share 1: what is missing to 1 is halved.
        Assert.Equal(0.5, (1 - mean) * 2, 0.03);
        Assert.Equal(0.25 + (1 / (4 * ((2 * alpha) + 1))), square * 2, 0.03);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchMix.Linear("image", "probabilities", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchMix.Rectangles("image", "probabilities", 1, 0, 3));
        foreach (var mix in new[] { BatchMix.Linear("image", "none"), BatchMix.Rectangles("image", "probabilities", 3, Side, Side) })
            Assert.Throws<ArgumentException>(() => new DataLoader(Data, Options(mix)).Epoch(0).Count());
    }

    /// <summary>[examples, classes]: example i is of class i, counted around.</summary>
    private static float[] OneHot(int examples, int classes) =>
        [.. Enumerable.Range(0, examples * classes).Select(i => i / classes % classes == i % classes ? 1f : 0f)];

    private static LoaderOptions Options(BatchMix mix) => new() { BatchSize = 8, Seed = 4, Mix = mix };
}
