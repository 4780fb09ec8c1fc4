namespace DLCompiler.Data.Tests.Loading;

/// <summary>After the first batch, no batch costs memory: neither of its own nor of its examples.</summary>
public class AllocationTests
{
    private const int Examples = 20_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_cost_no_allocation(bool isPart)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[Examples * 12]);
            using var file = new MappedFile(path);
            var data = new Dataset
            {
                { "x", new float[Examples * 6], 2, 3 },
                { "label", new int[Examples] },
                { "mapped", file.Floats(), 3 },
                { "scaled", file.Bytes(0, null, 0.5f), 12 },
            };
            data.AddBytes("bytes", new byte[Examples * 4], 0.5f, 4);
            var options = new LoaderOptions
            {
                BatchSize = 50,
                Prefetch = 0,
                Change = (Batch batch, int place, ref ItemRandom random) => batch.Floats("x")[place * 6] = random.NextSingle(),
            };
            Assert.Equal(0, Allocated(new DataLoader(isPart ? data.Take(100..) : data, options)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long Allocated(DataLoader loader)
    {
        long before = 0;
        int batches = 0;
        float sum = 0;
        foreach (var batch in loader.Epoch(0))
        {
            if (++batches == 2) before = GC.GetAllocatedBytesForCurrentThread();
            sum += batch.Floats("mapped")[0] + batch.Floats("x")[0] + batch.Ints("label")[0];
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(batches > 300 && sum > 0);
        return allocated;
    }
}
