using BenchmarkDotNet.Attributes;
using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>What it costs to hand a kernel to threads: the kernel itself does nothing.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private const int Cheap = 1, Dear = 10_000_000;

    /// <summary>What each of two items is said to cost: too little for a second thread, or enough.</summary>
    [Params(Cheap, Dear)]
    public int Cost { get; set; }

    [Benchmark]
    public void Dispatch() => Workers.Run(new Nothing(), 2, Cost);

    private readonly struct Nothing : IKernel
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
        }
    }
}
