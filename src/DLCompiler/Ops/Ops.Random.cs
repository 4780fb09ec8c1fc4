using DLCompiler.Runtime;

namespace DLCompiler;

/// <content>Ops that draw random numbers.</content>
public static partial class Ops
{
    /// <summary>
    /// In training, 0 where a random number of the run is below the probability, else x / (1 − probability); in
    /// inference, x. The numbers depend on seed, step, the op's place in Forward and the element's index, and on
    /// nothing else. PyTorch: <c>dropout</c> (Srivastava et al. 2014).
    /// </summary>
    /// <param name="x">Any shape; the result has it too.</param>
    /// <param name="probability">The probability of 0, from 0 up to but not including 1.</param>
    /// <exception cref="InvalidOperationException">No model's eager run is under way.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public static Tensor Dropout(Tensor x, float probability)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "Dropout: the probability must be at least 0 and below 1.");
        }

        var run = EagerRun.Require(nameof(Dropout));
        ulong key = run.NextRandomKey();
        if (run.Mode == Mode.Inference) return x;
        double scale = 1 / (1 - (double)probability);
        double[] result = new double[x.Count];
        for (int i = 0; i < result.Length; i++)
            result[i] = RandomKey.Uniform(key, i) < probability ? 0 : x.Values[i] * scale;
        return Tensor.Result(result, x.Dimensions);
    }
}
