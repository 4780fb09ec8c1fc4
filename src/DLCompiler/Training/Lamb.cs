using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// LAMB (You et al. 2020, algorithm 2): for each parameter, with Adam's corrected means m̂ and v̂, r = m̂ / (√v̂ + ε) +
/// weightDecay·p; p −= rate · ‖p‖/‖r‖ · r, with 1 for the ratio where a norm is 0.
/// </summary>
/// <param name="learningRate">The step size.</param>
/// <param name="beta1">How much of the mean of gradients is kept, from 0 and below 1.</param>
/// <param name="beta2">How much of the mean of their squares is kept, from 0 and below 1.</param>
/// <param name="epsilon">What keeps the divisor from 0.</param>
/// <param name="weightDecay">The decay.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class Lamb(
    float learningRate = 1e-3f, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, float weightDecay = 1e-2f)
    : Optimizer(learningRate)
{
    private const nint Cost = 20;

    private Arena _directions = Arena.Zeros(0);
    private GradientNorm _norm = new(0);

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
        if (_directions.Count < step.Count)
        {
            _directions = Arena.Zeros(step.Count);
            _norm = new GradientNorm(step.Count);
        }

        var directions = new DirectionPass(step, _directions.Start)
        {
            Share1 = (float)(1 - Beta1),
            Keep2 = (float)Beta2,
            Share2 = (float)(1 - Beta2),
            Scale1 = (float)(1 / (1 - Math.Pow(Beta1, step.Number))),
            RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, step.Number))),
            Epsilon = (float)Epsilon,
            Decay = step.WeightDecay ?? WeightDecay,
        };
        Workers.Run(in directions, step.Count, Cost, Arena.Alignment);
        foreach (var item in step.Items)
        {
            Floats p = step.Parameters + item.Offset, r = _directions.Start + item.Offset;
            nint count = Arena.AlignUp(item.Info.Count);
            float size = _norm.Compute(p, count), length = _norm.Compute(r, count);
            var pass = new ParameterPass(p, r, step.LearningRate * (size > 0 && length > 0 ? size / length : 1));
            Workers.Run(in pass, count, Cost, Arena.Alignment);
        }

        GC.KeepAlive(this); // The passes have worked on bare pointers into this object's array.
    }

    private readonly struct DirectionPass(OptimizerStep step, Floats directions) : IKernel
    {
        private readonly Floats _mean = step.State(0);
        private readonly Floats _square = step.State(1);

        public float Share1 { get; init; }

        public float Keep2 { get; init; }

        public float Share2 { get; init; }

        public float Scale1 { get; init; }

        public float RootScale { get; init; }

        public float Epsilon { get; init; }

        public float Decay { get; init; }

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var g = V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale);
                var m = V.Load(_mean, i, V.Count);
                m += V.Create(Share1) * (g - m);
                var v = (V.Create(Keep2) * V.Load(_square, i, V.Count)) + (V.Create(Share2) * g * g);
                V.Store(m, _mean, i, V.Count);
                V.Store(v, _square, i, V.Count);
                var r = V.Create(Scale1) * m / ((V.Sqrt(v) * V.Create(RootScale)) + V.Create(Epsilon));
                r += V.Create(Decay) * V.Load(step.Parameters, i, V.Count);
                V.Store(r, directions, i, V.Count);
            }
        }
    }

    private readonly struct ParameterPass(Floats parameters, Floats directions, float rate) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var r = V.Create(rate) * V.Load(directions, i, V.Count);
                V.Store(V.Load(parameters, i, V.Count) - r, parameters, i, V.Count);
            }
        }
    }
}
