using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>The mean of the gradients of several steps.</summary>
internal readonly struct GradientSum(Floats sum, Floats gradients, float share, bool isFirst) : IKernel
{
    private const nint Cost = 3;

    /// <summary>Adds a step's share; the first step of a mean replaces what was there.</summary>
    public static void Add(Floats sum, Floats gradients, nint count, float share, bool isFirst)
    {
        var pass = new GradientSum(sum, gradients, share, isFirst);
        Workers.Run(in pass, count, Cost, Arena.Alignment);
    }

    public void Run<V>(nint start, nint end)
        where V : struct, ISimd<V>
    {
        for (nint i = start; i < end; i += V.Count)
        {
            var added = V.Load(gradients, i, V.Count) * V.Create(share);
            V.Store(isFirst ? added : V.Load(sum, i, V.Count) + added, sum, i, V.Count);
        }
    }
}
