using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>The counter-based random numbers.</summary>
public class RandomTests
{
    /// <summary>The known answers of Random123 (kat_vectors, threefry2x32 with 13 rounds), first word.</summary>
    [Theory]
    [InlineData(0x00000000_00000000, 0x00000000_00000000, 0x9d1c5ec6)]
    [InlineData(0xffffffff_ffffffff, 0xffffffff_ffffffff, 0xfd36d048)]
    [InlineData(0x03707344_13198a2e, 0x85a308d3_243f6a88, 0xba3e4725)]
    public void KnownAnswers(ulong key, ulong counter, uint word) =>
        Assert.Equal((word >> 8) / (float)(1 << 24), RandomKey.Uniform(key, (long)counter));

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void ElementsAreTheSameAtEveryWidthFromEveryStart(int bits) => Widths.Run(bits, new Elements());

    [Fact]
    public void NumbersAreUniform()
    {
        const int count = 1 << 16;
        var values = Enumerable.Range(0, count).Select(i => RandomKey.Uniform(RandomKey.Of(1, 2, 3), i)).ToArray();
        Assert.All(values, v => Assert.InRange(v, 0, 0.99999994f));

        // Mean and variance of a uniform distribution, within five standard errors.
        Assert.Equal(0.5, values.Average(), 5 * Math.Sqrt(1.0 / 12 / count));
        Assert.Equal(1.0 / 12, values.Average(v => (v - 0.5) * (v - 0.5)), 5 * Math.Sqrt(1.0 / 180 / count));
    }

    [Fact]
    public void EveryPartOfAKeyCounts()
    {
        ulong[] keys =
        [
            RandomKey.Of(0, 0, 0), RandomKey.Of(1, 0, 0), RandomKey.Of(0, 1, 0), RandomKey.Of(0, 0, 1),
            RandomKey.Of(-1, 0, 0), RandomKey.Of(0, 1L << 32, 0),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    private struct Elements : IWidthCheck
    {
        public void Run<V>() where V : struct, ISimd<V>
        {
            var key = RandomKey.Of(7, 8, 9);
            var memory = new Memory(V.Count);
            foreach (var start in new[] { 0L, 1, 5, 1000, (1L << 32) - 3, (1L << 40) + 1 })
            {
                V.Store(V.RandomUniform(key, (nint)start, V.Count), memory.Floats, 0, V.Count);
                for (var i = 0; i < memory.Length; i++)
                    Assert.Equal(RandomKey.Uniform(key, start + i), memory.Values[i]);
            }
        }
    }
}
