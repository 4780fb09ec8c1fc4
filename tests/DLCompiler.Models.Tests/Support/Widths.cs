using DLCompiler.Kernels.Tests;
using DLCompiler.Runtime;

namespace DLCompiler.Models.Tests.Support;

/// <summary>Runs at each vector width that the machine has, widest first.</summary>
internal static class Widths
{
    private static readonly int Widest = SimdWidth.Bits;

    public static void ForEach(Action<int> run)
    {
        foreach (int bits in (int[])[512, 256, 128])
        {
            if (bits > Widest) continue;
            using var _ = new Settings(bits);
            run(bits);
        }
    }
}
