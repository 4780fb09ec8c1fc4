namespace DLCompiler.Gpu;

using System;
using ILGPU;
using ILGPU.Runtime;

/// <summary>The sizes of <see cref="CtcLoss"/>.</summary>
internal readonly record struct CtcShape(nint Batch, nint Steps, nint Classes, nint Labels, nint Blank);

/// <summary>
/// Connectionist temporal classification (Graves et al. 2006, section 4): the forward and backward recursions over the target
/// with a blank around each label, in logarithms. A group walks the steps of a sequence, its threads the states.
/// </summary>
internal static partial class CtcLoss
{
    public static void Run<G, X>(
        Device device, Floats losses, G gradient, X logProbabilities, Ints target, Ints inputLengths, Ints targetLengths,
        CtcShape shape, bool zeroInfinity)
        where G : struct, IElements<G>
        where X : struct, IElements<X>
    {
        if (shape.Batch == 0) return;
        long states = 2 * shape.Labels + 1, rows = shape.Steps + 3;
        var memory = device.Workspace(shape.Batch * states * rows);
        var kernel = new Sequences<G, X>
        {
            Losses = losses,
            Gradient = device.Valid(gradient),
            LogProbabilities = logProbabilities,
            Target = target,
            InputLengths = inputLengths,
            TargetLengths = targetLengths,
            Memory = memory,
            Steps = (int)shape.Steps,
            Classes = (int)shape.Classes,
            Labels = (int)shape.Labels,
            Blank = (int)shape.Blank,
            HasGradient = gradient.IsNull ? 0 : 1,
            ZeroInfinity = zeroInfinity ? 1 : 0,
        };
        if (!gradient.IsNull) device.Fill(gradient, 0f, shape.Batch * shape.Steps * shape.Classes);
        device.Load<Action<AcceleratorStream, KernelConfig, Sequences<G, X>>>(
            nameof(Walk), static a => a.LoadKernel<Sequences<G, X>>(Walk))(
            device.Stream, new KernelConfig((int)shape.Batch, device.GroupSize), kernel);
    }

    internal static void Walk<G, X>(Sequences<G, X> sequences)
        where G : struct, IElements<G>
        where X : struct, IElements<X> => sequences.Run(Grid.IdxX);

    internal struct Sequences<TG, TX>
        where TG : struct, IElements<TG>
        where TX : struct, IElements<TX>
    {
        public Floats Losses;
        public TG Gradient;
        public TX LogProbabilities;
        public Ints Target;
        public Ints InputLengths;
        public Ints TargetLengths;
        public Floats Memory;
        public int Steps;
        public int Classes;
        public int Labels;
        public int Blank;
        public int HasGradient;
        public int ZeroInfinity;

        public void Run(int n)
        {
            int steps = InputLengths[n], states = 2 * TargetLengths[n] + 1, width = 2 * Labels + 1;
            int alpha = n * width * (Steps + 3), beta = alpha + width * (Steps + 1);

            // Row 0 is before the first step; row t + 1 is after step t.
            for (int t = 0; t < steps; t++)
            {
                for (int s = Group.IdxX; s < states; s += Group.DimX)
                {
                    int before = alpha + t * width;
                    float come = s < 2 ? 0f : float.NegativeInfinity;
                    if (t > 0)
                    {
                        come = LogSum(
                            Memory[before + s],
                            s > 0 ? Memory[before + s - 1] : float.NegativeInfinity,
                            Skips(n, s) ? Memory[before + s - 2] : float.NegativeInfinity);
                    }

                    Memory[before + width + s] = come + Emission(n, t, s);
                }

                Group.Barrier();
            }

            float logProbability = states == 1 ? 0f : float.NegativeInfinity;
            if (steps > 0)
            {
                int last = alpha + steps * width;
                logProbability = LogSum(
                    Memory[last + states - 1], states > 1 ? Memory[last + states - 2] : float.NegativeInfinity,
                    float.NegativeInfinity);
            }

            bool isPossible = !float.IsInfinity(logProbability) && !float.IsNaN(logProbability);
            if (Group.IdxX == 0) Losses[n] = isPossible || ZeroInfinity == 0 ? -logProbability : 0f;
            if (HasGradient == 0 || !isPossible) return;
            for (int t = steps - 1; t >= 0; t--)
            {
                int now = beta + t % 2 * width, after = beta + (t + 1) % 2 * width;
                for (int s = Group.IdxX; s < states; s += Group.DimX)
                {
                    float rest = s >= states - 2 ? 0f : float.NegativeInfinity;
                    if (t < steps - 1)
                    {
                        rest = LogSum(
                            Memory[after + s] + Emission(n, t + 1, s),
                            s + 1 < states ? Memory[after + s + 1] + Emission(n, t + 1, s + 1) : float.NegativeInfinity,
                            s + 2 < states && Skips(n, s + 2)
                                ? Memory[after + s + 2] + Emission(n, t + 1, s + 2)
                                : float.NegativeInfinity);
                    }

                    Memory[now + s] = rest;
                }

                Group.Barrier();

                // A class takes the shares of all its states, in their order.
                for (int c = Group.IdxX; c < Classes; c += Group.DimX)
                {
                    float share = 0f;
                    for (int s = 0; s < states; s++)
                    {
                        if (Class(n, s) != c) continue;
                        share += DeviceMath.Exp(Memory[alpha + (t + 1) * width + s] + Memory[now + s] - logProbability);
                    }

                    Gradient[(n * Steps + t) * Classes + c] = -share;
                }

                Group.Barrier();
            }
        }

        private int Class(int n, int state) => state % 2 == 0 ? Blank : Target[n * Labels + state / 2];

        /// <summary>Whether a state can follow the one before the last: a label that differs from the one before it.</summary>
        private bool Skips(int n, int state) =>
            state > 1 && state % 2 == 1 && Target[n * Labels + state / 2] != Target[n * Labels + state / 2 - 1];

        private float Emission(int n, int t, int state) => LogProbabilities[(n * Steps + t) * Classes + Class(n, state)];

        private static float LogSum(float a, float b, float c)
        {
            float max = DeviceMath.Maximum(a, DeviceMath.Maximum(b, c));
            return float.IsNegativeInfinity(max)
                ? max
                : max + DeviceMath.Log(DeviceMath.Exp(a - max) + DeviceMath.Exp(b - max) + DeviceMath.Exp(c - max));
        }
    }
}
