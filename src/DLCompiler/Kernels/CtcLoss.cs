using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006, section 4): the forward and backward recursions over the
/// target with a blank around each label, in logarithms and double precision.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CtcLoss
{
    // What an exponential and a logarithm in double precision cost, about.
    private const nint CostOfState = 200;

    /// <summary>Losses, and their gradients by the logarithms.</summary>
    /// <param name="losses">Receives −ln p of each sequence.</param>
    /// <param name="gradient">Receives [N, T, C]; null where nobody needs it.</param>
    /// <param name="logProbabilities">[N, T, C].</param>
    /// <param name="target">[N, S], each a class.</param>
    /// <param name="inputLengths">Steps of each sequence, at most T.</param>
    /// <param name="targetLengths">Labels of each sequence, at most S.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="zeroInfinity">Whether an impossible target has the loss 0 instead of infinity.</param>
    public static void Run(
        Floats losses, Floats gradient, Floats logProbabilities, Ints target, Ints inputLengths, Ints targetLengths,
        in CtcShape shape, bool zeroInfinity) =>
        Workers.Run(
            new Sequences(losses, gradient, logProbabilities, target, inputLengths, targetLengths, shape, zeroInfinity),
            shape.Batch,
            shape.Steps * ((2 * shape.Labels) + 1) * CostOfState);

    private readonly unsafe struct Sequences(
        Floats losses, Floats gradient, Floats logProbabilities, Ints target, Ints inputLengths, Ints targetLengths,
        in CtcShape shape, bool zeroInfinity) : IKernel
    {
        private readonly CtcShape _shape = shape;

        public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
        {
            for (nint n = start; n < end; n++) losses[n] = Sequence(n);
        }

        private float Sequence(nint n)
        {
            var size = _shape.Steps * _shape.Classes;
            var steps = (int)inputLengths[n];
            var states = (2 * targetLengths[n]) + 1;
            var path = new Path(logProbabilities + (n * size), target + (n * _shape.Labels), states, _shape);
            var memory = (double*)Scratch.Take(sizeof(double) / sizeof(float) * (nint)states * (steps + 3)).Pointer;
            var alpha = new Span<double>(memory, states * (steps + 1));
            var logProbability = path.Forward(alpha, steps);
            var isPossible = double.IsFinite(logProbability);
            if (!gradient.IsNull)
            {
                new Span<float>((gradient + (n * size)).Pointer, (int)size).Clear();
                var beta = new Span<double>(memory + alpha.Length, 2 * states);
                if (isPossible) path.Backward(alpha, beta, steps, logProbability, gradient + (n * size));
            }

            return isPossible || !zeroInfinity ? (float)-logProbability : 0;
        }
    }

    /// <summary>One target, as states: a blank, a label, a blank, …</summary>
    private readonly struct Path(Floats logProbabilities, Ints target, int states, in CtcShape shape)
    {
        private readonly CtcShape _shape = shape;

        /// <summary>α, [steps + 1, states]: the logarithm of the probability of having come so far. Row 0 is before the first step.</summary>
        /// <returns>ln p(target).</returns>
        public double Forward(Span<double> alpha, int steps)
        {
            alpha[..states].Fill(double.NegativeInfinity);
            for (var t = 0; t < steps; t++)
            {
                var before = alpha.Slice(t * states, states);
                var now = alpha.Slice((t + 1) * states, states);
                for (var s = 0; s < states; s++)
                {
                    var come = t == 0 ? (s < 2 ? 0 : double.NegativeInfinity)
                        : LogSum(before[s], s > 0 ? before[s - 1] : double.NegativeInfinity, Skips(s) ? before[s - 2] : double.NegativeInfinity);
                    now[s] = come + Emission(t, s);
                }
            }

            if (steps == 0) return states == 1 ? 0 : double.NegativeInfinity;
            var last = alpha.Slice(steps * states, states);
            return LogSum(last[states - 1], states > 1 ? last[states - 2] : double.NegativeInfinity, double.NegativeInfinity);
        }

        /// <summary>Subtracts from the gradient how probable each class is at each step, given the target.</summary>
        /// <param name="alpha">From <see cref="Forward"/>.</param>
        /// <param name="beta">Memory for two rows of β: the logarithm of the probability of the rest.</param>
        /// <param name="steps">How many steps.</param>
        /// <param name="logProbability">ln p(target).</param>
        /// <param name="gradient">[steps, C], zeros.</param>
        public void Backward(
            ReadOnlySpan<double> alpha, Span<double> beta, int steps, double logProbability, Floats gradient)
        {
            for (var t = steps - 1; t >= 0; t--)
            {
                var now = beta.Slice(t % 2 * states, states);
                var after = beta.Slice((t + 1) % 2 * states, states);
                for (var s = 0; s < states; s++)
                {
                    now[s] = t == steps - 1 ? (s >= states - 2 ? 0 : double.NegativeInfinity)
                        : LogSum(
                            after[s] + Emission(t + 1, s),
                            s + 1 < states ? after[s + 1] + Emission(t + 1, s + 1) : double.NegativeInfinity,
                            s + 2 < states && Skips(s + 2) ? after[s + 2] + Emission(t + 1, s + 2) : double.NegativeInfinity);
                    var share = Math.Exp(alpha[((t + 1) * states) + s] + now[s] - logProbability);
                    gradient[(t * _shape.Classes) + Class(s)] -= (float)share;
                }
            }
        }

        private nint Class(int state) => state % 2 == 0 ? _shape.Blank : target[state / 2];

        /// <summary>Whether a state can follow the one before the last: a label that differs from the one before it.</summary>
        private bool Skips(int state) =>
            state > 1 && state % 2 == 1 && target[state / 2] != target[(state / 2) - 1];

        private double Emission(int t, int state) => logProbabilities[(t * _shape.Classes) + Class(state)];

        private static double LogSum(double a, double b, double c)
        {
            var max = Math.Max(a, Math.Max(b, c));
            return double.IsNegativeInfinity(max) ? max : max + Math.Log(Math.Exp(a - max) + Math.Exp(b - max) + Math.Exp(c - max));
        }
    }
}
