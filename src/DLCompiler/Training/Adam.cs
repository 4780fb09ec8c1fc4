namespace DLCompiler;

/// <summary>
/// Adam (Kingma, Ba 2015) by the formulas of <c>torch.optim.Adam</c>: g += weightDecay·p; m += (1 − β₁)(g − m);
/// v = β₂·v + (1 − β₂)·g²; p −= rate/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε).
/// </summary>
/// <remarks>The betas are doubles, as in PyTorch: 1 − β₂ of a rounded β₂ would be off by 10⁻⁵.</remarks>
/// <param name="learningRate">The step size.</param>
/// <param name="beta1">How much of the mean of gradients is kept, from 0 and below 1.</param>
/// <param name="beta2">How much of the mean of their squares is kept, from 0 and below 1.</param>
/// <param name="epsilon">What keeps the divisor from 0.</param>
/// <param name="weightDecay">The L2 penalty; for decoupled decay use <see cref="AdamW"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class Adam(
    float learningRate = 1e-3f,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    float weightDecay = 0)
    : Optimizer(learningRate)
{
    private readonly AdamMoments _moments = new(beta1, beta2, epsilon);

    /// <summary>How much of the mean of gradients is kept.</summary>
    public double Beta1 { get; } = Checked(beta1, 1, nameof(beta1));

    /// <summary>How much of the mean of their squares is kept.</summary>
    public double Beta2 { get; } = Checked(beta2, 1, nameof(beta2));

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; } = Checked(epsilon, double.PositiveInfinity, nameof(epsilon));

    /// <summary>The L2 penalty.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames => AdamMoments.StateNames;

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step) =>
        _moments.Apply(step, penalty: step.WeightDecay ?? WeightDecay, keep: 1);
}
