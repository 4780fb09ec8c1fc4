using System.Runtime.Intrinsics;
using DLCompiler.Runtime;

// Thread counts and vector widths are settings of the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace DLCompiler.Kernels.Tests;

/// <summary>A check that is written once for all vector widths.</summary>
internal interface IWidthCheck
{
    void Run<V>() where V : struct, ISimd<V>;
}

/// <summary>The vector widths that this machine has.</summary>
public static class Widths
{
    public static TheoryData<int> Bits => [.. Available];

    internal static IEnumerable<int> Available
    {
        get
        {
            yield return 128;
            if (Vector256.IsHardwareAccelerated) yield return 256;
            if (Vector512.IsHardwareAccelerated) yield return 512;
        }
    }

    internal static void Run<T>(int bits, T check) where T : IWidthCheck
    {
        if (bits == 512) check.Run<Simd512>();
        else if (bits == 256) check.Run<Simd256>();
        else check.Run<Simd128>();
    }
}
