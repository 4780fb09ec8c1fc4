using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// The pass that <see cref="Adam"/> and <see cref="AdamW"/> share; they differ in where the decay comes in.
/// </summary>
internal sealed class AdamMoments(double beta1, double beta2, double epsilon)
{
    public static readonly string[] StateNames = ["exp_avg", "exp_avg_sq"];

    private const nint Cost = 20;

    /// <summary>One step.</summary>
    /// <param name="step">The arrays.</param>
    /// <param name="penalty">How much of a parameter is added to its gradient.</param>
    /// <param name="keep">What a parameter is multiplied by first.</param>
    public void Apply(OptimizerStep step, float penalty, float keep)
    {
        double correction1 = 1 - Math.Pow(beta1, step.Number), correction2 = 1 - Math.Pow(beta2, step.Number);
        var pass = new Pass(step)
        {
            Penalty = penalty,
            Keep = keep,
            Share1 = (float)(1 - beta1),
            Keep2 = (float)beta2,
            Share2 = (float)(1 - beta2),
            RootScale = (float)(1 / Math.Sqrt(correction2)),
            Epsilon = (float)epsilon,
            Rate = (float)(step.LearningRate / correction1),
        };
        Workers.Run(in pass, step.Count, Cost, Arena.Alignment);
    }

    private readonly struct Pass(OptimizerStep step) : IKernel
    {
        private readonly Floats _mean = step.State(0);
        private readonly Floats _square = step.State(1);

        public float Penalty { get; init; }

        public float Keep { get; init; }

        public float Share1 { get; init; }

        public float Keep2 { get; init; }

        public float Share2 { get; init; }

        public float RootScale { get; init; }

        public float Epsilon { get; init; }

        public float Rate { get; init; }

        public void Run<V>(nint start, nint end)
            where V : struct, ISimd<V>
        {
            for (nint i = start; i < end; i += V.Count)
            {
                var p = V.Load(step.Parameters, i, V.Count);
                var g = (V.Load(step.Gradients, i, V.Count) * V.Create(step.GradientScale)) + (V.Create(Penalty) * p);
                var m = V.Load(_mean, i, V.Count);
                m += V.Create(Share1) * (g - m);
                var v = (V.Create(Keep2) * V.Load(_square, i, V.Count)) + (V.Create(Share2) * g * g);
                V.Store(m, _mean, i, V.Count);
                V.Store(v, _square, i, V.Count);
                var divisor = (V.Sqrt(v) * V.Create(RootScale)) + V.Create(Epsilon);
                V.Store((V.Create(Keep) * p) - (V.Create(Rate) * (m / divisor)), step.Parameters, i, V.Count);
            }
        }
    }
}
