using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Lion (Chen et al. 2023, algorithm 2): p −= rate·(sign(β₁·m + (1 − β₁)·g) + weightDecay·p); m = β₂·m + (1 − β₂)·g.
/// </summary>
/// <param name="learningRate">The step size: three to ten times less than Adam's.</param>
/// <param name="beta1">The mean's share in the direction, from 0 and below 1.</param>
/// <param name="beta2">How much of the mean of gradients is kept, from 0 and below 1.</param>
/// <param name="weightDecay">The decay.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class Lion(
    float learningRate = 1e-4f, double beta1 = 0.9, double beta2 = 0.99, float weightDecay = 0)
    : Optimizer(learningRate)
{
    private const nint Cost = 15;

    /// <summary>The mean's share in the direction.</summary>
    public double Beta1 { get; } = Checked(beta1, 1, nameof(beta1));

    /// <summary>How much of the mean of gradients is kept.</summary>
    public double Beta2 { get; } = Checked(beta2, 1, nameof(beta2));

    /// <summary>The decay.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = ["exp_avg"];

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step)
    {
        double decay = (double)step.LearningRate * (step.WeightDecay ?? WeightDecay);
        var pass = new Pass(step, (float)(1 - decay), (float)(1 - Beta1), (float)(1 - Beta2));
        Workers.Run(in pass, step.Count, Cost, Arena.Alignment);
    }

    private readonly struct Pass(OptimizerStep step, float keep, float share1, float share2) : IKernel
    {
        private readonly Floats _mean = step.State(0);

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            var zero = V.Create(0);
            for (nint i = start; i < end; i += V.Count)
            {
                var g = V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale);
                var m = V.Load(_mean, i, V.Count);
                var direction = m + (V.Create(share1) * (g - m));
                var sign = V.Greater(direction, zero) - V.Less(direction, zero);
                V.Store(m + (V.Create(share2) * (g - m)), _mean, i, V.Count);
                var p = V.Load(step.Parameters, i, V.Count) * V.Create(keep);
                V.Store(p - (V.Create(step.LearningRate) * sign), step.Parameters, i, V.Count);
            }
        }
    }
}
