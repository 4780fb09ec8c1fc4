using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Adagrad (Duchi et al. 2011) by the formulas of <c>torch.optim.Adagrad</c>: g += weightDecay·p; s += g²; p −= rate / (1 +
/// (t − 1)·rateDecay) · g / (√s + ε).
/// </summary>
/// <param name="learningRate">The step size.</param>
/// <param name="rateDecay">How fast the step size falls.</param>
/// <param name="weightDecay">The L2 penalty.</param>
/// <param name="epsilon">What keeps the divisor from 0.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class Adagrad(
    float learningRate = 1e-2f, double rateDecay = 0, float weightDecay = 0, double epsilon = 1e-10)
    : Optimizer(learningRate)
{
    private const nint Cost = 15;

    /// <summary>How fast the step size falls.</summary>
    public double RateDecay { get; } = Checked(rateDecay, double.PositiveInfinity, nameof(rateDecay));

    /// <summary>The L2 penalty.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; } = Checked(epsilon, double.PositiveInfinity, nameof(epsilon));

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["sum"];

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step)
    {
        float rate = (float)(step.LearningRate / (1 + ((step.Number - 1) * RateDecay)));
        var pass = new Pass(step, rate, step.WeightDecay ?? WeightDecay, (float)Epsilon);
        Workers.Run(in pass, step.Count, Cost, Arena.Alignment);
    }

    private readonly struct Pass(OptimizerStep step, float rate, float decay, float epsilon) : IKernel
    {
        private readonly Floats _sum = step.State(0);

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var p = V.Load(step.Parameters, i, V.Count);
                var g = (V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale)) + (V.Create(decay) * p);
                var sum = V.Load(_sum, i, V.Count) + (g * g);
                V.Store(sum, _sum, i, V.Count);
                V.Store(p - (V.Create(rate) * (g / (V.Sqrt(sum) + V.Create(epsilon)))), step.Parameters, i, V.Count);
            }
        }
    }
}
