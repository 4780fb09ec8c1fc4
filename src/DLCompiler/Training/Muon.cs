using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Muon (Jordan et al. 2024): matrices move along their orthogonalised momentum, and all else as by AdamW. For a weight [out,
/// ...], taken as a matrix [out, rest]: b = momentum·b + (1 − momentum)·g; d = (1 − momentum)·g + momentum·b, with Nesterov's
/// form, else b; p = (1 − rate·weightDecay)·p − rate·√max(1, out/rest)·orthogonal(d).
/// </summary>
/// <remarks>
/// The orthogonalisation is five Newton-Schulz steps in single precision. Vectors and single numbers follow AdamW with the
/// rate <c>vectorRate</c>, β = (0.9, 0.95) and ε = 10⁻¹⁰, as the authors' implementation has it.
/// </remarks>
/// <param name="learningRate">The step size of matrices.</param>
/// <param name="momentum">How much of the mean of gradients is kept, from 0 and below 1.</param>
/// <param name="nesterov">Whether Nesterov's form is used.</param>
/// <param name="weightDecay">The decay.</param>
/// <param name="vectorRate">The step size of vectors over that of matrices.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
public sealed class Muon(
    float learningRate = 0.02f, double momentum = 0.95, bool nesterov = true, float weightDecay = 0, float vectorRate = 0.015f)
    : Optimizer(learningRate)
{
    private const nint Cost = 8;

    private readonly AdamMoments _moments = new(0.9, 0.95, 1e-10);
    private readonly NewtonSchulz _orthogonal = new();
    private Arena _direction = Arena.Zeros(0);

    /// <summary>How much of the mean of gradients is kept.</summary>
    public double Momentum { get; } = Checked(momentum, 1, nameof(momentum));

    /// <summary>Whether Nesterov's form is used.</summary>
    public bool Nesterov { get; } = nesterov;

    /// <summary>The decay.</summary>
    public float WeightDecay { get; } = Checked(weightDecay, float.PositiveInfinity, nameof(weightDecay));

    /// <summary>The step size of vectors over that of matrices.</summary>
    public float VectorRate { get; } = Checked(vectorRate, float.PositiveInfinity, nameof(vectorRate));

    /// <summary>The momentum of matrices or Adam's first moment of vectors, and the second moment of vectors.</summary>
    public override IReadOnlyList<string> StateNames => AdamMoments.StateNames;

    /// <inheritdoc/>
    public override void Apply(OptimizerStep step)
    {
        foreach (var item in step.Items)
        {
            if (item.Info.Shape.Length >= 2) MoveMatrix(step, item);
            else MoveVector(step.Only(item, step.LearningRate * VectorRate));
        }
    }

    private void MoveVector(OptimizerStep step)
    {
        double decay = (double)step.LearningRate * (step.WeightDecay ?? WeightDecay);
        _moments.Apply(step, penalty: 0, keep: (float)(1 - decay));
    }

    private void MoveMatrix(OptimizerStep step, OptimizerParameter item)
    {
        nint count = Arena.AlignUp(item.Info.Count), rows = item.Info.Shape[0];
        if (item.Info.Count == 0) return;
        nint columns = item.Info.Count / rows;
        if (_direction.Count < count) _direction = Arena.Zeros(count);
        var one = step.Only(item, step.LearningRate);
        float share = (float)(1 - Momentum);
        var momentum = new MomentumPass(one, _direction.Start, share, Nesterov ? share : 0);
        Workers.Run(in momentum, count, Cost, Arena.Alignment);
        _orthogonal.Run(_direction.Start, rows, columns);
        double rate = step.LearningRate * Math.Sqrt(Math.Max(1, (double)rows / columns));
        double decay = (double)step.LearningRate * (step.WeightDecay ?? WeightDecay);
        var move = new MovePass(one.Parameters, _direction.Start, (float)(1 - decay), (float)rate);
        Workers.Run(in move, count, Cost, Arena.Alignment);
        GC.KeepAlive(this); // The passes have worked on bare pointers into this object's array.
    }

    private readonly struct MomentumPass(OptimizerStep step, Floats direction, float share, float ahead) : IKernel
    {
        private readonly Floats _buffer = step.State(0);

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var g = V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale);
                var b = V.Load(_buffer, i, V.Count);
                b += V.Create(share) * (g - b);
                V.Store(b, _buffer, i, V.Count);
                V.Store(b + (V.Create(ahead) * (g - b)), direction, i, V.Count);
            }
        }
    }

    private readonly struct MovePass(Floats parameters, Floats direction, float keep, float rate) : IKernel
    {
        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var p = V.Create(keep) * V.Load(parameters, i, V.Count);
                V.Store(p - (V.Create(rate) * V.Load(direction, i, V.Count)), parameters, i, V.Count);
            }
        }
    }
}
