using DLCompiler.Runtime;
using FsCheck.Xunit;

namespace DLCompiler.Tests.Memory;

public class MemoryPlanTests
{
    [Property(MaxTest = 500)]
    public void Live_buffers_never_overlap((ushort Size, byte First, byte Length)[] buffers)
    {
        long[] sizes = [.. buffers.Select(b => (long)b.Size)];
        BufferInfo[] lives = [.. buffers.Select(b => new BufferInfo(b.First, b.First + (b.Length % 32)))];
        var plan = MemoryPlan.Place(sizes, lives);
        Assert.True(plan.Size >= plan.LowerBound);
        for (int a = 0; a < sizes.Length; a++)
        {
            Assert.Equal(0, plan.Offsets[a] % 16);
            Assert.True(plan.Offsets[a] >= 0 && plan.Offsets[a] + sizes[a] <= plan.Size);
            for (int b = 0; b < a; b++)
            {
                bool before = plan.Offsets[a] + sizes[a] <= plan.Offsets[b];
                bool behind = plan.Offsets[b] + sizes[b] <= plan.Offsets[a];
                Assert.True(before || behind || !lives[a].Overlaps(lives[b]) || sizes[a] == 0 || sizes[b] == 0);
            }
        }
    }

    [Fact]
    public void A_chain_needs_two_buffers_at_once()
    {
        BufferInfo[] lives = [.. Enumerable.Range(0, 10).Select(i => new BufferInfo(i, i + 1))];
        var plan = MemoryPlan.Place([.. Enumerable.Repeat(100L, 10)], lives);
        Assert.Equal((224, 224), (plan.Size, plan.LowerBound));
    }

    [Fact]
    public void A_small_buffer_fills_the_smallest_gap()
    {
        // The first buffer's 64 floats are free from kernel 3 on: the third takes 48, and the last fits behind it.
        var plan = MemoryPlan.Place(
            [64, 48, 48, 32, 16], [new(0, 2), new(0, 9), new(3, 9), new(0, 9), new(3, 9)]);
        Assert.Equal(plan.LowerBound, plan.Size);
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MemoryPlan.Place([1], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => MemoryPlan.Place([-1], [new(0, 0)]));
    }
}
