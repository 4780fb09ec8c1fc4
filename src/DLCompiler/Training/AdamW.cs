namespace DLCompiler;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov, Hutter 2019) by the formulas of <c>torch.optim.AdamW</c>: p *= 1 −
/// rate·weightDecay, then the step of <see cref="Adam"/> without a penalty.
/// </summary>
/// <param name="learningRate">The step size.</param>
/// <param name="beta1">How much of the mean of gradients is kept, from 0 and below 1.</param>
/// <param name="beta2">How much of the mean of their squares is kept, from 0 and below 1.</param>
/// <param name="epsilon">What keeps the divisor from 0.</param>
/// <param name="weightDecay">The decay.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class AdamW(
    float learningRate = 1e-3f,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    float weightDecay = 1e-2f)
    : Optimizer(learningRate)
{
    private readonly AdamMoments _moments = new(beta1, beta2, epsilon);

    /// <summary>How much of the mean of gradients is kept.</summary>
    public double Beta1 { get; } = Checked(beta1, 1, nameof(beta1));

    /// <summary>How much of the mean of their squares is kept.</summary>
    public double Beta2 { get; } = Checked(beta2, 1, nameof(beta2));

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; } = Checked(epsilon, double.PositiveInfinity, nameof(epsilon));

    /// <summary>The decay.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames => AdamMoments.StateNames;

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step)
    {
        double decay = (double)step.LearningRate * (step.WeightDecay ?? WeightDecay);
        _moments.Apply(step, penalty: 0, keep: (float)(1 - decay));
    }
}
