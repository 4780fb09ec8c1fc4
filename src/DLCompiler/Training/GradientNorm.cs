using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>The Euclidean norm of an array: the same to the bit for any number of threads.</summary>
/// <param name="capacity">The length of the longest array.</param>
internal sealed class GradientNorm(nint capacity)
{
    // Parts are summed each by itself and then in order, whoever computed them.
    private const nint Part = 16_384;
    private const float NormFloor = 1e-6f;

    private readonly Arena _partials = Arena.Zeros((capacity + Part - 1) / Part);

    /// <summary>√Σ x².</summary>
    /// <param name="values">The array.</param>
    /// <param name="count">Its length, a multiple of 16 up to the capacity.</param>
    public float Compute(Floats values, nint count)
    {
        nint parts = (count + Part - 1) / Part;
        var kernel = new SumOfSquares(values, count, _partials.Start);
        Workers.Run(in kernel, parts, Part * 2);
        double sum = 0;
        foreach (float partial in _partials.Span[..(int)parts]) sum += partial;
        return (float)Math.Sqrt(sum);
    }

    /// <summary>
    /// What brings a norm down to a limit: min(1, limit / (norm + 10⁻⁶)), as <c>clip_grad_norm_</c> has it.
    /// </summary>
    public static float Scale(float norm, float limit) => Math.Min(1, limit / (norm + NormFloor));

    private readonly struct SumOfSquares(Floats values, nint count, Floats partials) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint part = start; part < end; part++)
            {
                var sum = V.Create(0);
                nint last = Math.Min(count, (part + 1) * Part);
                for (nint i = part * Part; i < last; i += V.Count)
                {
                    var x = V.Load(values, i, V.Count);
                    sum = V.Fma(x, x, sum);
                }

                partials[part] = V.Sum(sum);
            }
        }
    }
}
