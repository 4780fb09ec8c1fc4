namespace DLCompiler.Data.Tests.Loading;

public class DataLoaderTests
{
    private const int Examples = 103;

    private static readonly Dataset Data = new()
    {
        { "x", Enumerable.Range(0, 2 * Examples).Select(i => (float)i).ToArray(), 2 },
        { "label", Enumerable.Range(0, Examples).Select(i => i % 10 == 0 ? 1 : 0).ToArray() },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void An_epoch_has_each_example_once_in_an_order_of_its_own(int prefetch)
    {
        var loader = new DataLoader(Data, new LoaderOptions { BatchSize = 10, Seed = 5, Prefetch = prefetch });
        Assert.Equal(11, loader.Count);
        var seen = Seen(loader.Epoch(0));
        Assert.Equal(Enumerable.Range(0, Examples), seen.Order());
        Assert.NotEqual(seen, Seen(loader.Epoch(1)));
        Assert.Equal(seen, Seen(loader.Epoch(0)));
        Assert.NotEqual(seen, Seen(new DataLoader(Data, new LoaderOptions { BatchSize = 10, Seed = 6 }).Epoch(0)));
    }

    [Fact]
    public void A_batch_has_what_its_examples_have()
    {
        foreach (var batch in new DataLoader(Data, new LoaderOptions { BatchSize = 10, Seed = 1 }).Epoch(3))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                int example = batch.Examples[i];
                Assert.Equal([2 * example, (2 * example) + 1], batch.Floats("x").Slice(2 * i, 2).ToArray());
                Assert.Equal(example % 10 == 0 ? 1 : 0, batch.Ints("label")[i]);
            }
        }
    }

    [Fact]
    public void A_resumed_run_sees_the_same()
    {
        var options = new LoaderOptions { BatchSize = 10, Seed = 9, Change = AddNoise };
        List<float[]> Whole(IEnumerable<Batch> batches) => [.. batches.Select(b => b.Floats("x").ToArray())];
        var undisturbed = Whole(new DataLoader(Data, options).Epoch(2));
        var resumed = Whole(new DataLoader(Data, options with { Prefetch = 0 }).Epoch(2, first: 4));
        Assert.Equal(undisturbed.Skip(4), resumed);
        Assert.NotEqual(undisturbed[0], Whole(new DataLoader(Data, options with { Change = null }).Epoch(2))[0]);

        static void AddNoise(Batch batch, int place, ref ItemRandom random) =>
            batch.Floats("x")[2 * place] += random.NextSingle();
    }

    [Fact]
    public async Task It_runs_asynchronously_and_ends_when_it_is_told_to()
    {
        var loader = new DataLoader(Data, new LoaderOptions { BatchSize = 10, Seed = 5 });
        var seen = new List<int>();
        await foreach (var batch in loader.EpochAsync(0)) seen.AddRange(batch.Examples.ToArray());
        Assert.Equal(Seen(loader.Epoch(0)), seen);

        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in loader.EpochAsync(0, 0, cancel.Token)) await cancel.CancelAsync();
        });
    }

    [Fact]
    public void No_more_batches_are_ahead_than_may_be()
    {
        int made = 0;
        var options = new LoaderOptions { BatchSize = 1, Prefetch = 2, Change = (Batch _, int _, ref ItemRandom _) => Interlocked.Increment(ref made) };
        int taken = 0;
        foreach (var batch in new DataLoader(Data, options).Epoch(0))
        {
            taken++;
            Assert.InRange(Volatile.Read(ref made), taken, taken + 2);
        }

        Assert.Equal(Examples, taken);
    }

    [Fact]
    public void What_a_change_throws_comes_out()
    {
        var options = new LoaderOptions { Change = (Batch _, int _, ref ItemRandom _) => throw new FormatException("no picture") };
        Assert.Equal("no picture", Assert.Throws<FormatException>(() => new DataLoader(Data, options).Epoch(0).Count()).Message);
    }

    [Fact]
    public void Weights_say_how_often()
    {
        double[] weights = [.. Enumerable.Range(0, Examples).Select(i => i < 3 ? i : 0.0)];
        var loader = new DataLoader(Data, new LoaderOptions { Weights = weights, BatchSize = 50 });
        int[] counts = new int[Examples];
        for (int epoch = 0; epoch < 100; epoch++)
        {
            foreach (int example in Seen(loader.Epoch(epoch))) counts[example]++;
        }

        Assert.Equal(0, counts[0]);
        Assert.Equal(0, counts[3..].Sum());
        Assert.InRange((double)counts[2] / counts[1], 1.9, 2.1);
        Assert.Throws<ArgumentException>(() => new DataLoader(Data, new LoaderOptions { Weights = [1] }));
        Assert.Throws<ArgumentException>(() => new DataLoader(Data, new LoaderOptions { Weights = new double[Examples] }));
    }

    [Fact]
    public void What_is_left_can_be_dropped()
    {
        var loader = new DataLoader(Data, new LoaderOptions { BatchSize = 10, DropLast = true, Shuffle = false });
        Assert.Equal(10, loader.Count);
        Assert.Equal(Enumerable.Range(0, 100), Seen(loader.Epoch(0)));
    }

    /// <summary>After the first batches, an epoch costs no memory an example.</summary>
    [Fact]
    public void Examples_cost_no_allocation()
    {
        var large = new Dataset { { "x", new float[40_000] } };
        var loader = new DataLoader(large, new LoaderOptions { BatchSize = 100, Prefetch = 0, Shuffle = false });
        long before = 0;
        int batches = 0;
        foreach (var batch in loader.Epoch(0))
        {
            if (++batches == 3) before = GC.GetAllocatedBytesForCurrentThread();
            batch.Floats("x")[0] = 1;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static List<int> Seen(IEnumerable<Batch> batches) => [.. batches.SelectMany(b => b.Examples.ToArray())];
}
