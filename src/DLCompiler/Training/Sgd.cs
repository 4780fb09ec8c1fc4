using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Stochastic gradient descent with momentum, by the formulas of <c>torch.optim.SGD</c>: d = g + weightDecay·p;
/// b = momentum·b + (1 − dampening)·d, at the first step b = d; with Nesterov's form d + momentum·b takes b's place; p
/// −= rate·b.
/// </summary>
/// <param name="learningRate">The step size.</param>
/// <param name="momentum">The share of the last step that is kept, from 0 and below 1.</param>
/// <param name="nesterov">Whether Nesterov's form is used; it needs a momentum and no dampening.</param>
/// <param name="weightDecay">The L2 penalty.</param>
/// <param name="dampening">What is taken off the new gradient's share.</param>
/// <exception cref="ArgumentException">A number is out of range, or the combination is not allowed.</exception>
public sealed class Sgd(
    float learningRate = 1e-3f, float momentum = 0, bool nesterov = false, float weightDecay = 0, float dampening = 0)
    : Optimizer(learningRate)
{
    private const nint Cost = 8;

    /// <summary>The share of the last step that is kept.</summary>
    public float Momentum { get; } = Checked(momentum, 1, nameof(momentum));

    /// <summary>Whether Nesterov's form is used.</summary>
    public bool Nesterov { get; } = nesterov && (momentum == 0 || dampening != 0)
        ? throw new ArgumentException("Nesterov's form needs a momentum and no dampening.", nameof(nesterov))
        : nesterov;

    /// <summary>The L2 penalty.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <summary>What is taken off the new gradient's share.</summary>
    public float Dampening { get; } = Checked(dampening, float.PositiveInfinity, nameof(dampening));

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; } = momentum == 0 ? [] : ["momentum_buffer"];

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step)
    {
        float decay = step.WeightDecay ?? WeightDecay;
        if (Momentum == 0)
        {
            var plain = new PlainPass(step, step.LearningRate, decay);
            Workers.Run(in plain, step.Count, Cost, Arena.Alignment);
        }
        else
        {
            float share = step.Number == 1 ? 1 : 1 - Dampening;
            var pass = new MomentumPass(step, step.LearningRate, decay, Momentum, share, Nesterov);
            Workers.Run(in pass, step.Count, Cost, Arena.Alignment);
        }
    }

    private readonly struct PlainPass(OptimizerStep step, float rate, float decay) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var p = V.Load(step.Parameters, i, V.Count);
                var d = Decayed(step, p, i, decay);
                V.Store(p - (V.Create(rate) * d), step.Parameters, i, V.Count);
            }
        }
    }

    private readonly struct MomentumPass(
        OptimizerStep step, float rate, float decay, float momentum, float share, bool nesterov) : IKernel
    {
        private readonly Floats _buffer = step.State(0);

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var p = V.Load(step.Parameters, i, V.Count);
                var d = Decayed(step, p, i, decay);
                var b = (V.Create(momentum) * V.Load(_buffer, i, V.Count)) + (V.Create(share) * d);
                V.Store(b, _buffer, i, V.Count);
                var direction = nesterov ? d + (V.Create(momentum) * b) : b;
                V.Store(p - (V.Create(rate) * direction), step.Parameters, i, V.Count);
            }
        }
    }

    private static V Decayed<V>(in OptimizerStep step, V p, nint i, float decay)
        where V : struct, ISimd<V> =>
        (V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale)) + (V.Create(decay) * p);
}
