using BenchmarkDotNet.Attributes;
using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>Transcendental functions of 4,096 numbers that are in the first-level cache.</summary>
public class FunctionBenchmarks
{
    private const int Count = 4096;

    private readonly Memory _memory = new(2 * Count);

    [Benchmark(Baseline = true)]
    public void Copy() => Run(new Function<CopyOf>());

    [Benchmark]
    public void Exp() => Run(new Function<ExpOf>());

    [Benchmark]
    public void Log() => Run(new Function<LogOf>());

    [Benchmark]
    public void Tanh() => Run(new Function<TanhOf>());

    [Benchmark]
    public void Erf() => Run(new Function<ErfOf>());

    private void Run<F>(Function<F> function) where F : struct, IFunction =>
        Workers.Run(function with { X = _memory.Floats, Y = _memory.Floats + Count }, Count, 1);

    private interface IFunction
    {
        static abstract V Of<V>(V x) where V : struct, ISimd<V>;
    }

    private struct CopyOf : IFunction
    {
        public static V Of<V>(V x) where V : struct, ISimd<V> => x;
    }

    private struct ExpOf : IFunction
    {
        public static V Of<V>(V x) where V : struct, ISimd<V> => V.Exp(x);
    }

    private struct LogOf : IFunction
    {
        public static V Of<V>(V x) where V : struct, ISimd<V> => V.Log(x);
    }

    private struct TanhOf : IFunction
    {
        public static V Of<V>(V x) where V : struct, ISimd<V> => V.Tanh(x);
    }

    private struct ErfOf : IFunction
    {
        public static V Of<V>(V x) where V : struct, ISimd<V> => V.Erf(x);
    }

    private readonly record struct Function<F>(Floats X, Floats Y) : IKernel where F : struct, IFunction
    {
        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            for (var i = start; i < end; i += V.Count) V.Store(F.Of(V.Load(X, i, V.Count)), Y, i, V.Count);
        }
    }
}
