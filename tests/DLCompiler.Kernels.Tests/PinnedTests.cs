using System.Runtime.InteropServices;
using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Calls whose spans are pinned.</summary>
public class PinnedTests
{
    [Fact]
    public void AddressesAreThoseOfTheSpans()
    {
        var call = new Scaling([1, 2, 3], new float[3], default);
        Pinned.Run(ref call);
        Assert.Equal([2, 4, 6], call.Results.ToArray());
        Assert.True(call.EmptyWasNull);
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        float[] x = [1, 2, 3], y = new float[3];
        Allocations.AssertNone(Run);

        void Run()
        {
            var call = new Scaling(x, y, default);
            Pinned.Run(ref call);
        }
    }

    /// <summary>y = 2x, and a span that is empty.</summary>
    private ref struct Scaling(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> empty) : IPinnedCall
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;
        private readonly ReadOnlySpan<float> _empty = empty;

        public bool EmptyWasNull { get; private set; }

        public readonly ReadOnlySpan<float> Results => _y;

        public readonly int Count => 3;

        public readonly ReadOnlySpan<byte> Span(int index) =>
            MemoryMarshal.AsBytes(index == 0 ? _x : index == 1 ? _y : _empty);

        public void Run(ReadOnlySpan<nint> addresses)
        {
            var (from, to) = (new Floats(addresses[0]), new Floats(addresses[1]));
            for (var i = 0; i < _x.Length; i++) to[i] = 2 * from[i];
            EmptyWasNull = new Floats(addresses[2]).IsNull;
        }
    }
}
