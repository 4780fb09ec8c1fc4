using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>What the machine can do on as many threads as kernels may use, measured.</summary>
/// <param name="Gigaflops">10⁹ floating-point operations a second: multiply-adds of registers only.</param>
/// <param name="Gigabytes">10⁹ bytes a second from and to memory: sums of two arrays that no cache holds.</param>
internal sealed record MachineLimits(double Gigaflops, double Gigabytes)
{
    private static readonly Dictionary<int, MachineLimits> Known = [];

    /// <summary>For the number of threads that kernels may use now; measured once, in some hundred milliseconds.</summary>
    public static MachineLimits Current
    {
        get
        {
            lock (Known)
            {
                if (!Known.TryGetValue(Workers.Count, out var limits))
                {
                    var budget = TimeSpan.FromMilliseconds(100);
                    Known[Workers.Count] = limits = new MachineLimits(Peak(budget), MemorySpeed(budget));
                }

                return limits;
            }
        }
    }

    /// <summary>The floating-point operations alone: the best of many tries, in 10⁹ a second.</summary>
    public static double Peak(TimeSpan budget) => Best(budget, () =>
    {
        Workers.Run(new MultiplyAdds(), Workers.Count, MultiplyAdds.Operations);
        return 2d * MultiplyAdds.Operations * Workers.Count * SimdWidth.Bits / 32;
    });

    private static double MemorySpeed(TimeSpan budget)
    {
        const int Count = 1 << 23;
        var memory = Arena.Zeros(3 * Count);
        double speed = Best(budget, () =>
        {
            Workers.Run(new Sums(memory.Start, Count), Count, 1, align: 16);
            return 3d * Count * sizeof(float);
        });
        GC.KeepAlive(memory);
        return speed;
    }

    private static double Best(TimeSpan budget, Func<double> run)
    {
        double best = 0;
        for (long first = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(first) < budget;)
        {
            long start = Stopwatch.GetTimestamp();
            double work = run();
            best = Math.Max(best, work / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }

    private readonly struct MultiplyAdds : IKernel
    {
        public const int Operations = Rounds * Accumulators;

        private const int Rounds = 200_000;
        private const int Accumulators = 12;

        private static float Sink;

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

    private readonly struct Sums(Floats memory, nint count) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            Floats a = memory + count, b = a + count;
            for (nint i = start; i < end; i += V.Count)
                V.Store(V.Load(a, i, V.Count) + V.Load(b, i, V.Count), memory, i, V.Count);
        }
    }
}
