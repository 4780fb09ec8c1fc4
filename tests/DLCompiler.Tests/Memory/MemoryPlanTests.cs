using DLCompiler.Runtime;
using FsCheck.Xunit;

namespace DLCompiler.Tests.Memory;

public class MemoryPlanTests
{
    [Property(MaxTest = 500)]
    public void Live_buffers_never_overlap((ushort Size, byte First, byte Length)[] buffers)
    {
        BufferInfo[] infos = [.. buffers.Select(b => new BufferInfo(b.Size, b.First, b.First + (b.Length % 32)))];
        long[] sizes = [.. infos.Select(b => b.Elements)];
        var plan = MemoryPlan.Place(infos);
        Assert.True(plan.Size >= plan.LowerBound);
        for (int a = 0; a < sizes.Length; a++)
        {
            Assert.Equal(0, plan.Offsets[a] % 16);
            Assert.True(plan.Offsets[a] >= 0 && plan.Offsets[a] + sizes[a] <= plan.Size);
            for (int b = 0; b < a; b++)
            {
                bool before = plan.Offsets[a] + sizes[a] <= plan.Offsets[b];
                bool behind = plan.Offsets[b] + sizes[b] <= plan.Offsets[a];
                Assert.True(before || behind || !infos[a].Overlaps(infos[b]) || sizes[a] == 0 || sizes[b] == 0);
            }
        }
    }

    [Fact]
    public void A_chain_needs_two_buffers_at_once()
    {
        var plan = MemoryPlan.Place([.. Enumerable.Range(0, 10).Select(i => new BufferInfo(100, i, i + 1))]);
        Assert.Equal((224, 224), (plan.Size, plan.LowerBound));
    }

    [Fact]
    public void A_small_buffer_fills_the_smallest_gap()
    {
        // The first buffer's 64 floats are free from kernel 3 on: the third takes 48, and the last fits behind it.
        var plan = MemoryPlan.Place([new(64, 0, 2), new(48, 0, 9), new(48, 3, 9), new(32, 0, 9), new(16, 3, 9)]);
        Assert.Equal(plan.LowerBound, plan.Size);
    }

    [Fact]
    public void Negative_sizes_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MemoryPlan.Place([new(-1, 0, 0)]));
}
