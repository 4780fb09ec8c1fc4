using DLCompiler.Runtime;

namespace DLCompiler.Tests.Memory;

public class ProgramTests
{
    private readonly Program _program = new(
        "M.Predict",
        symbols: 1,
        buffers: 3,
        (symbols, buffers) =>
        {
            for (int i = 0; i < 3; i++) buffers[i] = new(100 * symbols[0], i, i + 1);
        });

    [Fact]
    public void Buffers_are_aligned_and_apart_while_they_live()
    {
        using var lease = _program.Rent([3]);
        for (int i = 0; i < 3; i++) Assert.Equal(0, lease[i].Address % 64);
        for (int i = 0; i < 300; i++) (lease[0][i], lease[1][i]) = (i, -i);
        for (int i = 0; i < 300; i++) Assert.Equal((i, -i), (lease[0][i], lease[1][i]));
        Assert.Equal(lease[0].Address, lease[2].Address);
    }

    [Fact]
    public void Runs_at_once_have_memory_of_their_own()
    {
        using var first = _program.Rent([3]);
        using var second = _program.Rent([3]);
        Assert.True(Math.Abs(first[0].Address - second[0].Address) >= 608 * sizeof(float));
    }

    [Fact]
    public void Memory_is_used_again_and_nothing_is_allocated()
    {
        Run(5);
        Run(3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) Run(i % 2 == 0 ? 3 : 5);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run(long n)
        {
            using var lease = _program.Rent([n]);
            lease[0][0] = n;
        }
    }

    [Fact]
    public void Many_threads_do_not_disturb_each_other()
    {
        Parallel.For(0, 200, i =>
        {
            using var lease = _program.Rent([1 + (i % 7)]);
            int count = 100 * (1 + (i % 7));
            for (int k = 0; k < count; k++) (lease[0][k], lease[1][k]) = (i, k);
            for (int k = 0; k < count; k++) Assert.Equal((i, k), (lease[0][k], lease[1][k]));
        });
    }

    [Fact]
    public void Disposing_twice_returns_the_memory_once()
    {
        var lease = _program.Rent([1]);
        lease.Dispose();
        lease.Dispose();
        using var first = _program.Rent([1]);
        using var second = _program.Rent([1]);
        Assert.NotEqual(first[0].Address, second[0].Address);
    }

    [Fact]
    public void Bindings_have_as_many_numbers_as_symbols() =>
        Assert.Equal(
            "M.Predict has 1 symbols, not 2.",
            Assert.Throws<ArgumentException>(() => { _program.Rent([1, 2]); }).Message);
}
