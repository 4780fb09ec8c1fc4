using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Sums of rows by index against the plain loop, to the bit: every sum has one order of its terms.</summary>
public class ScatterTests
{
    private const int Rows = 37;
    private const int Runs = 40;
    private const int PerRun = 25;
    private const int RunStride = 77;

    [Theory, MemberData(nameof(Widths.Bits), MemberType = typeof(Widths))]
    public void SumsAreThoseOfThePlainLoopForAnyNumberOfThreads(int bits)
    {
        foreach (int columns in new[] { 1, 3, 16, 41, 700 })
        {
            foreach (int threads in new[] { 1, 2, 3, 7 })
            {
                using var _ = new Settings(bits, threads);
                Compare(columns);
            }
        }
    }

    private static unsafe void Compare(int columns)
    {
        var random = new Random(columns);
        var values = Memory.Random(random, Runs * PerRun * columns);
        var sums = new Memory(Rows * columns, _ => float.NaN);
        int[] indices = new int[Runs * RunStride];
        for (int i = 0; i < indices.Length; i++) indices[i] = random.Next(Rows - 1);

        float[] expected = new float[Rows * columns];
        for (int k = 0; k < Runs * PerRun; k++)
        {
            int row = indices[(k / PerRun * RunStride) + (k % PerRun * 3)];
            for (int c = 0; c < columns; c++) expected[(row * columns) + c] += values.Values[(k * columns) + c];
        }

        fixed (int* first = indices)
        {
            var list = new IndexList(new Ints((nint)first), PerRun, 3, Runs, RunStride);
            Scatter.Add(sums.Floats, Rows, columns, values.Floats, list);
        }

        Assert.Equal(expected, sums.Values.ToArray());
        sums.AssertNeighboursUntouched();
    }
}
