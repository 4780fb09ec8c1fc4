using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// RMSProp (Hinton 2012) by the formulas of <c>torch.optim.RMSprop</c>: g += weightDecay·p; v = α·v + (1 − α)·g²; d = g /
/// (√v + ε), centred with √(v − a²), a = α·a + (1 − α)·g, in √v's place; with momentum b = momentum·b + d takes d's place;
/// p −= rate·d.
/// </summary>
/// <param name="learningRate">The step size.</param>
/// <param name="alpha">How much of the mean of squares is kept, from 0 and below 1.</param>
/// <param name="epsilon">What keeps the divisor from 0.</param>
/// <param name="weightDecay">The L2 penalty.</param>
/// <param name="momentum">The share of the last step that is kept, from 0 and below 1.</param>
/// <param name="centered">Whether the gradients' variance is taken instead of the mean of their squares.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class RmsProp(
    float learningRate = 1e-2f,
    double alpha = 0.99,
    double epsilon = 1e-8,
    float weightDecay = 0,
    float momentum = 0,
    bool centered = false)
    : Optimizer(learningRate)
{
    private const nint Cost = 20;

    /// <summary>How much of the mean of squares is kept.</summary>
    public double Alpha { get; } = Checked(alpha, 1, nameof(alpha));

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; } = Checked(epsilon, double.PositiveInfinity, nameof(epsilon));

    /// <summary>The L2 penalty.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <summary>The share of the last step that is kept.</summary>
    public float Momentum { get; } = Checked(momentum, 1, nameof(momentum));

    /// <summary>Whether the gradients' variance is taken instead of the mean of their squares.</summary>
    public bool Centered { get; } = centered;

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } =
        ["square_avg", .. momentum > 0 ? ["momentum_buffer"] : Array.Empty<string>(), .. centered ? ["grad_avg"] : Array.Empty<string>()];

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step)
    {
        var pass = new Pass(step)
        {
            Mean = Centered ? step.State(StateNames.Count - 1) : default,
            Buffer = Momentum > 0 ? step.State(1) : default,
            Keep = (float)Alpha,
            Share = (float)(1 - Alpha),
            Epsilon = (float)Epsilon,
            Decay = step.WeightDecay ?? WeightDecay,
            Momentum = Momentum,
            Centered = Centered,
        };
        Workers.Run(in pass, step.Count, Cost, Arena.Alignment);
    }

    private readonly struct Pass(OptimizerStep step) : IKernel
    {
        private readonly Floats _square = step.State(0);

        public Floats Mean { get; init; }

        public Floats Buffer { get; init; }

        public float Keep { get; init; }

        public float Share { get; init; }

        public float Epsilon { get; init; }

        public float Decay { get; init; }

        public float Momentum { get; init; }

        public bool Centered { get; init; }

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            V keep = V.Create(Keep), share = V.Create(Share);
            for (nint i = start; i < end; i += V.Count)
            {
                var p = V.Load(step.Parameters, i, V.Count);
                var g = (V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale)) + (V.Create(Decay) * p);
                var v = (keep * V.Load(_square, i, V.Count)) + (share * g * g);
                V.Store(v, _square, i, V.Count);
                if (Centered)
                {
                    var mean = (keep * V.Load(Mean, i, V.Count)) + (share * g);
                    V.Store(mean, Mean, i, V.Count);
                    v -= mean * mean;
                }

                var d = g / (V.Sqrt(v) + V.Create(Epsilon));
                if (Momentum > 0)
                {
                    d += V.Create(Momentum) * V.Load(Buffer, i, V.Count);
                    V.Store(d, Buffer, i, V.Count);
                }

                V.Store(p - (V.Create(step.LearningRate) * d), step.Parameters, i, V.Count);
            }
        }
    }
}
