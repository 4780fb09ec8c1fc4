using System.Diagnostics;
using System.Runtime.CompilerServices;
using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>
/// The floating-point operations that the machine can do in a second: multiply-adds of registers only.
/// </summary>
internal readonly struct Peak : IKernel
{
    private const int Rounds = 200_000;
    private const int Accumulators = 12;

    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(500);

    private static float Sink;

    /// <summary>In GFLOP/s, on as many threads as kernels may use now: the best of many tries.</summary>
    public static double Measure()
    {
        double best = 0;
        for (long first = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(first) < Budget;)
        {
            long start = Stopwatch.GetTimestamp();
            Workers.Run(new Peak(), Workers.Count, Rounds * Accumulators);
            double flops = 2d * Accumulators * Rounds * Workers.Count * SimdWidth.Bits / 32;
            best = Math.Max(best, flops / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (; start < end; start++)
        {
            V a = V.Create(0.999f), b = V.Create(0.001f);
            V c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = b, c7 = b, c8 = b, c9 = b, cA = b, cB = b;
            for (int i = 0; i < Rounds; i++)
            {
                c0 = V.Fma(c0, a, b);
                c1 = V.Fma(c1, a, b);
                c2 = V.Fma(c2, a, b);
                c3 = V.Fma(c3, a, b);
                c4 = V.Fma(c4, a, b);
                c5 = V.Fma(c5, a, b);
                c6 = V.Fma(c6, a, b);
                c7 = V.Fma(c7, a, b);
                c8 = V.Fma(c8, a, b);
                c9 = V.Fma(c9, a, b);
                cA = V.Fma(cA, a, b);
                cB = V.Fma(cB, a, b);
            }

            Volatile.Write(ref Sink, V.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + cA + cB));
        }
    }
}
