using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Matrix products against a plain loop in double precision.</summary>
public class GemmTests
{
    private static readonly int[] Sizes = [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 16, 17, 24, 31, 32, 33, 47, 64, 65, 100];

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void RandomProductsAgree(int bits)
    {
        using var _ = new Settings(bits, threads: 2);
        var random = new Random(bits);
        for (var round = 0; round < 300; round++)
        {
            var shape = new GemmShape(Pick(), Pick(), Pick(), random.Next(1, 3), random.Next(1, 3));
            new Case(random, shape).AssertAgrees();
        }

        int Pick() => Sizes[random.Next(Sizes.Length)];
    }

    /// <summary>
    /// Sizes around the K block, around the chunks that are packed at a time, and much longer one way than the
    /// others.
    /// </summary>
    [Theory]
    [InlineData(13, 40, 255)]
    [InlineData(13, 40, 256)]
    [InlineData(30, 33, 257)]
    [InlineData(28, 300, 1024)]
    [InlineData(17, 300, 2048)]
    [InlineData(14, 35, 2000)]
    [InlineData(2100, 34, 20)]
    [InlineData(20, 2100, 20)]
    [InlineData(2100, 2100, 7)]
    [InlineData(125, 70, 1100)]
    [InlineData(40, 34, 5000)]
    [InlineData(1, 3000, 70)]
    [InlineData(3, 10, 3000)]
    [InlineData(3000, 1, 50)]
    [InlineData(50, 5, 3000)]
    public void LargeProductsAgree(int m, int n, int k)
    {
        foreach (var bits in Widths.Available)
        {
            using var _ = new Settings(bits, threads: 3);
            new Case(new Random(m + n + k), new GemmShape(m, n, k)).AssertAgrees();
        }
    }

    [Theory]
    [InlineData(64, 512, 128)]
    [InlineData(64, 128, 512)]
    [InlineData(5, 40, 40)]
    [InlineData(33, 70, 1100)]
    [InlineData(20, 2100, 33)]
    [InlineData(20, 30, 0)]
    public void PackingBeforeChangesNoBit(int m, int n, int k)
    {
        foreach (var bits in Widths.Available)
        {
            using var _ = new Settings(bits, threads: 2);
            for (var layout = 0; layout < 4; layout++)
            {
                Case Product() => new(new Random(6), new GemmShape(m, n, k), layout);
                Assert.Equal(Product().Run(), Product().RunPacked());
            }
        }
    }

    [Theory]
    [InlineData(0, 5, 5)]
    [InlineData(5, 0, 5)]
    [InlineData(5, 5, 0)]
    [InlineData(1, 20, 0)]
    [InlineData(0, 0, 0)]
    public void EmptySizesGiveZerosOrNothing(int m, int n, int k) =>
        new Case(new Random(4), new GemmShape(m, n, k, 2, 2)).AssertAgrees();

    [Theory]
    [InlineData(64, 256, 784, 1)]
    [InlineData(61, 256, 1024, 1)]
    [InlineData(256, 784, 64, 1)]
    [InlineData(300, 500, 1200, 1)]
    [InlineData(100, 40, 4500, 1)]
    [InlineData(1, 1000, 784, 1)]
    [InlineData(4, 1000, 784, 1)]
    [InlineData(1000, 2, 784, 1)]
    [InlineData(48, 64, 64, 12)]
    public void ThreadsAndCachesDoNotChangeABit(int m, int n, int k, int batch)
    {
        foreach (var bits in Widths.Available)
        {
            for (var layout = 0; layout < 4; layout++)
            {
                float[]? expected = null;
                foreach (var (threads, caches) in MachineSettings.All)
                {
                    using var _ = new MachineSettings(bits, threads, caches);
                    var actual = new Case(new Random(5), new GemmShape(m, n, k, batch), layout).Run();
                    expected ??= actual;
                    Assert.Equal(expected, actual);
                }
            }
        }
    }

    [Theory]
    [InlineData(30, 70, 40)]
    [InlineData(1, 70, 40)]
    [InlineData(30, 70, 1100)]
    [InlineData(30, 70, 0)]
    public void AnEpilogueSeesEveryElementOnceWithItsPlace(int m, int n, int k)
    {
        foreach (var bits in Widths.Available)
        {
            using var _ = new Settings(bits, threads: 3);
            var shape = new GemmShape(m, n, k, 2, 3);
            var random = new Random(6);
            var (a, b) = (Memory.Random(random, m * k), Memory.Random(random, 3 * k * n));
            var (bias, c, result) = (Memory.Random(random, n), new Memory(6 * m * n), new Memory(6 * m * n));
            var operandA = new GemmOperand(a.Floats, k, 1);
            var operandB = new GemmOperand(b.Floats, n, 1, 0, k * n);
            var operandC = new GemmOperand(c.Floats, n, 1, 3 * m * n, m * n);
            Gemm.Run(shape, operandA, operandB, operandC);
            var partial = new Memory(6 * m * n);
            var epilogue = new Place(operandC with { Data = result.Floats }, bias.Floats);
            Gemm.Run(shape, operandA, operandB, operandC with { Data = partial.Floats }, epilogue);

            for (var i = 0; i < c.Length; i++)
            {
                var (outer, inner, row, column) = (i / (3 * m * n), i / (m * n) % 3, i / n % m, i % n);
                var expected = c.Values[i] + bias.Values[column] + (outer * 1000 + inner * 100 + row);
                Assert.Equal(expected, result.Values[i], 1e-3);
            }

            result.AssertNeighboursUntouched();
            partial.AssertNeighboursUntouched();
            a.AssertNeighboursUntouched();
            b.AssertNeighboursUntouched();
        }
    }

    [Theory]
    [InlineData(1, 200, 300)]
    [InlineData(64, 256, 784)]
    [InlineData(20, 20, 20)]
    public void RunningAllocatesNothing(int m, int n, int k)
    {
        var random = new Random(7);
        var (a, b, c) = (Memory.Random(random, m * k), Memory.Random(random, k * n), new Memory(m * n));
        var operandA = new GemmOperand(a.Floats, k, 1);
        var operandB = new GemmOperand(b.Floats, 1, k);
        var operandC = new GemmOperand(c.Floats, n, 1);
        Allocations.AssertNone(() => Gemm.Run(new GemmShape(m, n, k), operandA, operandB, operandC));
        a.AssertNeighboursUntouched();
        b.AssertNeighboursUntouched();
        c.AssertNeighboursUntouched();
    }

    /// <summary>Adds a bias and what tells the place.</summary>
    private readonly struct Place(GemmOperand c, Floats bias) : IEpilogue
    {
        public void Apply<V>(V value, nint outer, nint inner, nint row, nint column, nint lanes)
            where V : struct, ISimd<V>
        {
            var place = V.Create(outer * 1000 + inner * 100 + row) + V.Load(bias, column, lanes);
            var to = c.Data + (outer * c.Outer + inner * c.Inner + row * c.Row);

            // Adding to what is there shows an element that comes twice.
            V.Store(V.Load(to, column, lanes) + value + place, to, column, lanes);
        }
    }
}
