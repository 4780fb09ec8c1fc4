using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>
/// What the threads of the pool allocate. The total of the process would count the test host's threads too.
/// </summary>
internal static class Allocations
{
    private const int Threads = 3;

    /// <summary>
    /// Asserts that repeated calls allocate nothing, on this thread and on the pool's, once they are warm.
    /// </summary>
    public static void AssertNone(Action run)
    {
        using var _ = new Settings(threads: Threads);
        for (var i = 0; i < 50; i++) run();
        Thread.Sleep(1);
        run();

        using var barrier = new Barrier(Threads);
        var (before, after) = (new Meeting(barrier), new Meeting(barrier));
        Workers.Run(before, Threads, cost: 1_000_000);
        for (var i = 0; i < 200; i++) run();
        Workers.Run(after, Threads, cost: 1_000_000);

        var compared = before.Records
            .Join(after.Records, b => b.Thread, a => a.Thread, (b, a) => a.Arriving - b.Leaving)
            .ToArray();
        Assert.NotEmpty(compared);
        Assert.All(compared, bytes => Assert.Equal(0, bytes));
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
