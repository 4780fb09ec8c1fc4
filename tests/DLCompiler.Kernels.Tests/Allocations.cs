using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>
/// What repeated calls allocate. A call that allocates shows each time; what happens once, such as the runtime's own, does not count:
/// so one of a few tries has to be free of it.
/// </summary>
internal static class Allocations
{
    private const int Threads = 3;
    private const int Tries = 4;

    /// <summary>
    /// Asserts that repeated calls allocate nothing, on this thread and on the pool's, once they are warm. The total of the process
    /// would count the test host's threads too.
    /// </summary>
    public static void AssertNone(Action run)
    {
        using var _ = new Settings(threads: Threads);
        for (var i = 0; i < 50; i++) run();
        Thread.Sleep(1);
        AssertOnceNone(() => OfPool(run));
    }

    /// <summary>Asserts that repeated calls allocate nothing on this thread; they are warm.</summary>
    public static void AssertNoneHere(Action run) => AssertOnceNone(() =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    private static void AssertOnceNone(Func<long> measure)
    {
        var bytes = measure();
        for (var i = 1; i < Tries && bytes != 0; i++) bytes = measure();
        Assert.Equal(0, bytes);
    }

    private static long OfPool(Action run)
    {
        using var barrier = new Barrier(Threads);
        var (before, after) = (new Meeting(barrier), new Meeting(barrier));
        Workers.Run(before, Threads, cost: 1_000_000);
        for (var i = 0; i < 200; i++) run();
        Workers.Run(after, Threads, cost: 1_000_000);

        var compared = before.Records
            .Join(after.Records, b => b.Thread, a => a.Thread, (b, a) => a.Arriving - b.Leaving)
            .ToArray();
        Assert.NotEmpty(compared);
        return compared.Max();
    }

    /// <summary>As many parts as threads, which wait for each other: so each is on a thread of its own.</summary>
    private readonly struct Meeting(Barrier barrier) : IKernel
    {
        public (int Thread, long Arriving, long Leaving)[] Records { get; } = new (int, long, long)[Threads];

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            var arriving = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
            Records[start] = (Environment.CurrentManagedThreadId, arriving, GC.GetAllocatedBytesForCurrentThread());
        }
    }
}
