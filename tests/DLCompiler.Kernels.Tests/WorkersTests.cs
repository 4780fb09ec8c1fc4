using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>The pool: every item once, whatever else goes on.</summary>
public class WorkersTests
{
    private const nint Costly = 1_000_000;

    /// <summary>Work is cut finer than there are threads: one that wakes late finds some left.</summary>
    private const int PartsPerThread = 4;

    public static TheoryData<int> Threads => [1, 2, 3, 7];

    [Theory, MemberData(nameof(Threads))]
    public void EveryItemRunsOnce(int threads)
    {
        using var _ = new Settings(threads: threads);
        foreach (var count in new nint[] { 0, 1, 2, 6, 7, 8, 100, 1001 })
        {
            foreach (var align in new nint[] { 1, 4, 16 })
            {
                var visits = new Memory(count);
                Workers.Run(new Visit(visits.Floats), count, Costly, align);
                Assert.All(visits.Values.ToArray(), v => Assert.Equal(1, v));
                visits.AssertNeighboursUntouched();
            }
        }
    }

    [Fact]
    public void PartsBeginAtMultiplesOfTheAlignment()
    {
        using var _ = new Settings(threads: 7);
        var starts = new Memory(1000);
        Workers.Run(new Mark(starts.Floats), 1000, Costly, align: 16);
        var marked = Enumerable.Range(0, 1000).Where(i => starts.Values[i] != 0).ToArray();
        Assert.Equal(7 * PartsPerThread, marked.Length);
        Assert.All(marked, start => Assert.Equal(0, start % 16));
    }

    /// <summary>Which thread runs a part is chance: none of them may have to allocate when it comes to it late.</summary>
    [Fact]
    public void AllThreadsHaveTheMemoryThatAPartNeeded()
    {
        const int threads = 3;
        using var _ = new Settings(threads: threads);
        using var barrier = new Barrier(threads);
        Workers.Run(new Ask(barrier, parts: 1, []), threads, Costly);
        var allocated = new long[threads];
        Workers.Run(new Ask(barrier, threads, allocated), threads, Costly);
        Assert.All(allocated, bytes => Assert.Equal(0, bytes));
    }

    [Fact]
    public void SmallWorkIsNotSplit()
    {
        using var _ = new Settings(threads: 7);
        var starts = new Memory(1000);
        Workers.Run(new Mark(starts.Floats), 1000, cost: 1);
        Assert.Equal(1, starts.Values.ToArray().Sum());
    }

    [Fact]
    public void ALimitHoldsForItsScopeAndThread()
    {
        using var _ = new Settings(threads: 7);
        Assert.Equal(7, Parts());
        using (Workers.Limit(3))
        {
            Assert.Equal(3, Parts());
            using (Workers.Limit(1)) Assert.Equal(1, Parts());
            Assert.Equal(3, Parts());

            var elsewhere = 0;
            var other = new Thread(() => elsewhere = Parts());
            other.Start();
            other.Join();
            Assert.Equal(7, elsewhere);
        }

        Assert.Equal(7, Parts());

        static int Parts()
        {
            var starts = new Memory(70);
            Workers.Run(new Mark(starts.Floats), 70, Costly);
            int parts = (int)starts.Values.ToArray().Sum();
            return parts == 1 ? 1 : parts / PartsPerThread;
        }
    }

    [Fact]
    public void ANestedRunIsSerial()
    {
        using var _ = new Settings(threads: 3);
        var visits = new Memory(100 * 10);
        Workers.Run(new Nested(visits.Floats), 100, Costly);
        Assert.All(visits.Values.ToArray(), v => Assert.Equal(1, v));
    }

    [Fact]
    public void ManyThreadsMayRunAtOnceWhileTheCountChanges()
    {
        using var _ = new Settings(threads: 3);
        var failures = 0;
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < 200; round++)
            {
                var visits = new Memory(50);
                Workers.Run(new Visit(visits.Floats), 50, Costly);
                foreach (var v in visits.Values) if (v != 1) Interlocked.Increment(ref failures);
            }
        })).ToArray();

        foreach (var thread in threads) thread.Start();
        for (var round = 0; round < 50; round++)
        {
            Workers.Count = 1 + round % 7;
            Thread.Sleep(1);
        }

        foreach (var thread in threads) thread.Join();
        Assert.Equal(0, failures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void AnExceptionSurfacesAndThePoolGoesOn(int item)
    {
        using var _ = new Settings(threads: 3);
        for (var round = 0; round < 10; round++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => Workers.Run(new Throwing(item), 100, Costly));
            Assert.Equal($"item {item}", thrown.Message);
        }

        EveryItemRunsOnce(3);
    }

    [Fact]
    public void RunningAllocatesNothing()
    {
        var visits = new Memory(100);
        Allocations.AssertNone(() => Workers.Run(new Visit(visits.Floats), 100, Costly));
    }

    [Fact]
    public void CountsBelowOneAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Limit(0).Dispose());
        Assert.Throws<ArgumentOutOfRangeException>(() => SimdWidth.Bits = 64);
        Assert.Throws<ArgumentOutOfRangeException>(() => SimdWidth.Bits = 1024);
    }

    private readonly struct Visit(Floats visits) : IKernel
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            for (var i = start; i < end; i++) visits[i]++;
        }
    }

    private readonly struct Mark(Floats starts) : IKernel
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V> => starts[start] = 1;
    }

    private readonly struct Nested(Floats visits) : IKernel
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            for (var i = start; i < end; i++) Workers.Run(new Visit(visits + i * 10), 10, Costly);
        }
    }

    private readonly struct Throwing(nint item) : IKernel
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            if (start <= item && item < end) throw new InvalidOperationException($"item {item}");
        }
    }

    /// <summary>Parts that wait for each other, so that each has a thread of its own; the first ones ask for memory.</summary>
    private readonly struct Ask(Barrier barrier, int parts, long[] allocated) : IKernel
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            if (start < parts) RowScratch.Get(slot: 7, count: 54_321);
            if (start < allocated.Length) allocated[start] = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
        }
    }
}
