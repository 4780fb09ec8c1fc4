namespace DLCompiler.Gpu;

using System;
using System.Collections.Generic;
using DLCompiler.Runtime;
using ILGPU;

/// <summary>The arrays that an optimizer's pass works on, from the start of a group of parameters on.</summary>
internal struct OptimizerArrays
{
    public Floats Parameters;
    public Floats Gradients;

    /// <summary>A number on the device that every gradient is multiplied by first.</summary>
    public Floats Scale;
    public Floats State0;
    public Floats State1;
    public Floats State2;

    /// <summary>Memory for the direction of optimizers that look at it before they step.</summary>
    public Floats Direction;

    public float Gradient(int i) => Gradients[i] * Scale[0];

    public readonly OptimizerArrays From(long offset) => new()
    {
        Parameters = Parameters + offset,
        Gradients = Gradients + offset,
        Scale = Scale,
        State0 = State0 + offset,
        State1 = State1 + offset,
        State2 = State2 + offset,
        Direction = Direction + offset,
    };
}

/// <summary>The optimizers as passes over the flat arrays, by the formulas of their classes.</summary>
internal static class Optimizers
{
    /// <summary>Whether an optimizer has a pass here.</summary>
    public static bool Has(Optimizer optimizer) =>
        optimizer is Sgd or Adam or AdamW or RmsProp or Adagrad or Lion or Lamb or Muon;

    /// <summary>Whether it needs memory for directions.</summary>
    public static bool NeedsDirections(Optimizer optimizer) => optimizer is Lamb or Muon;

    /// <summary>One update of a group of parameters.</summary>
    /// <param name="device">The device.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="part">The group.</param>
    /// <param name="all">The arrays, from the first parameter on.</param>
    /// <param name="number">The number of the update, from 1.</param>
    public static void Apply(Device device, Optimizer optimizer, OptimizerPart part, OptimizerArrays all, long number)
    {
        var arrays = all.From(part.Offset);
        float rate = optimizer.LearningRate * part.LearningRateScale;
        long count = part.Count;
        switch (optimizer)
        {
            case Sgd sgd:
                device.Map(new SgdPass
                {
                    Arrays = arrays,
                    Rate = rate,
                    Decay = part.WeightDecay ?? sgd.WeightDecay,
                    Momentum = sgd.Momentum,
                    Share = number == 1 ? 1 : 1 - sgd.Dampening,
                    HasMomentum = sgd.Momentum == 0 ? 0 : 1,
                    Nesterov = sgd.Nesterov ? 1 : 0,
                }, count);
                break;
            case Adam adam:
                device.Map(
                    AdamPass.Of(arrays, adam.Beta1, adam.Beta2, adam.Epsilon, rate, number, part.WeightDecay ?? adam.WeightDecay, 1f), count);
                break;
            case AdamW adam:
                double decay = (double)rate * (part.WeightDecay ?? adam.WeightDecay);
                device.Map(AdamPass.Of(arrays, adam.Beta1, adam.Beta2, adam.Epsilon, rate, number, 0f, (float)(1 - decay)), count);
                break;
            case RmsProp rms:
                device.Map(new RmsPropPass
                {
                    Arrays = arrays,
                    Rate = rate,
                    Decay = part.WeightDecay ?? rms.WeightDecay,
                    Keep = (float)rms.Alpha,
                    Share = (float)(1 - rms.Alpha),
                    Epsilon = (float)rms.Epsilon,
                    Momentum = rms.Momentum,
                    Centered = rms.Centered ? 1 : 0,
                    Mean = rms.Centered && rms.Momentum > 0 ? arrays.State2 : arrays.State1,
                }, count);
                break;
            case Adagrad adagrad:
                device.Map(new AdagradPass
                {
                    Arrays = arrays,
                    Rate = (float)(rate / (1 + (number - 1) * adagrad.RateDecay)),
                    Decay = part.WeightDecay ?? adagrad.WeightDecay,
                    Epsilon = (float)adagrad.Epsilon,
                }, count);
                break;
            case Lion lion:
                device.Map(new LionPass
                {
                    Arrays = arrays,
                    Rate = rate,
                    Keep = (float)(1 - (double)rate * (part.WeightDecay ?? lion.WeightDecay)),
                    Share1 = (float)(1 - lion.Beta1),
                    Share2 = (float)(1 - lion.Beta2),
                }, count);
                break;
            case Lamb lamb: Step(device, lamb, part, arrays, rate, number); break;
            case Muon muon: Step(device, muon, part, arrays, rate, number); break;
        }
    }

    /// <summary>The pass of AdamMoments.</summary>
    internal struct AdamPass : IMap
    {
        public OptimizerArrays Arrays;
        public float Penalty;
        public float Keep;
        public float Share1;
        public float Keep2;
        public float Share2;
        public float RootScale;
        public float Epsilon;
        public float Rate;

        public static AdamPass Of(
            OptimizerArrays arrays, double beta1, double beta2, double epsilon, float rate, long number, float penalty, float keep) => new()
            {
                Arrays = arrays,
                Penalty = penalty,
                Keep = keep,
                Share1 = (float)(1 - beta1),
                Keep2 = (float)beta2,
                Share2 = (float)(1 - beta2),
                RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, number))),
                Epsilon = (float)epsilon,
                Rate = (float)(rate / (1 - Math.Pow(beta1, number))),
            };

        public void Run(int i)
        {
            float p = Arrays.Parameters[i], g = Arrays.Gradient(i) + Penalty * p;
            float m = Arrays.State0[i];
            m += Share1 * (g - m);
            float v = Keep2 * Arrays.State1[i] + Share2 * g * g;
            Arrays.State0[i] = m;
            Arrays.State1[i] = v;
            Arrays.Parameters[i] = Keep * p - Rate * (m / (DeviceMath.Sqrt(v) * RootScale + Epsilon));
        }
    }

    internal struct SgdPass : IMap
    {
        public OptimizerArrays Arrays;
        public float Rate;
        public float Decay;
        public float Momentum;
        public float Share;
        public int HasMomentum;
        public int Nesterov;

        public void Run(int i)
        {
            float p = Arrays.Parameters[i], direction = Arrays.Gradient(i) + Decay * p;
            if (HasMomentum == 1)
            {
                float b = Momentum * Arrays.State0[i] + Share * direction;
                Arrays.State0[i] = b;
                direction = Nesterov == 1 ? direction + Momentum * b : b;
            }

            Arrays.Parameters[i] = p - Rate * direction;
        }
    }

    internal struct RmsPropPass : IMap
    {
        public OptimizerArrays Arrays;
        public Floats Mean;
        public float Rate;
        public float Decay;
        public float Keep;
        public float Share;
        public float Epsilon;
        public float Momentum;
        public int Centered;

        public void Run(int i)
        {
            float p = Arrays.Parameters[i], g = Arrays.Gradient(i) + Decay * p;
            float v = Keep * Arrays.State0[i] + Share * g * g;
            Arrays.State0[i] = v;
            if (Centered == 1)
            {
                float mean = Keep * Mean[i] + Share * g;
                Mean[i] = mean;
                v -= mean * mean;
            }

            float direction = g / (DeviceMath.Sqrt(v) + Epsilon);
            if (Momentum > 0f)
            {
                direction += Momentum * Arrays.State1[i];
                Arrays.State1[i] = direction;
            }

            Arrays.Parameters[i] = p - Rate * direction;
        }
    }

    internal struct AdagradPass : IMap
    {
        public OptimizerArrays Arrays;
        public float Rate;
        public float Decay;
        public float Epsilon;

        public void Run(int i)
        {
            float p = Arrays.Parameters[i], g = Arrays.Gradient(i) + Decay * p;
            float sum = Arrays.State0[i] + g * g;
            Arrays.State0[i] = sum;
            Arrays.Parameters[i] = p - Rate * (g / (DeviceMath.Sqrt(sum) + Epsilon));
        }
    }

    internal struct LionPass : IMap
    {
        public OptimizerArrays Arrays;
        public float Rate;
        public float Keep;
        public float Share1;
        public float Share2;

        public void Run(int i)
        {
            float g = Arrays.Gradient(i), m = Arrays.State0[i], direction = m + Share1 * (g - m);
            float sign = direction > 0f ? 1f : direction < 0f ? -1f : 0f;
            Arrays.State0[i] = m + Share2 * (g - m);
            Arrays.Parameters[i] = Keep * Arrays.Parameters[i] - Rate * sign;
        }
    }

    /// <summary>Lamb: directions, then each parameter by its own norms, which are read where they were computed.</summary>
    private static void Step(Device device, Lamb lamb, OptimizerPart part, OptimizerArrays arrays, float rate, long number)
    {
        device.Map(new LambDirections
        {
            Arrays = arrays,
            Share1 = (float)(1 - lamb.Beta1),
            Keep2 = (float)lamb.Beta2,
            Share2 = (float)(1 - lamb.Beta2),
            Scale1 = (float)(1 / (1 - Math.Pow(lamb.Beta1, number))),
            RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(lamb.Beta2, number))),
            Epsilon = (float)lamb.Epsilon,
            Decay = part.WeightDecay ?? lamb.WeightDecay,
        }, part.Count);
        foreach (var item in part.Parameters)
        {
            var own = arrays.From(item.Offset);
            var norms = device.Workspace(2);
            device.Rows(new Norm(own.Parameters, norms, item.Info.Count), 1, item.Info.Count);
            device.Rows(new Norm(own.Direction, norms + 1, item.Info.Count), 1, item.Info.Count);
            device.Map(new LambStep { Arrays = own, Norms = norms, Rate = rate }, item.Info.Count);
        }
    }

    internal struct LambDirections : IMap
    {
        public OptimizerArrays Arrays;
        public float Share1;
        public float Keep2;
        public float Share2;
        public float Scale1;
        public float RootScale;
        public float Epsilon;
        public float Decay;

        public void Run(int i)
        {
            float g = Arrays.Gradient(i), m = Arrays.State0[i];
            m += Share1 * (g - m);
            float v = Keep2 * Arrays.State1[i] + Share2 * g * g;
            Arrays.State0[i] = m;
            Arrays.State1[i] = v;
            Arrays.Direction[i] = Scale1 * m / (DeviceMath.Sqrt(v) * RootScale + Epsilon) + Decay * Arrays.Parameters[i];
        }
    }

    internal struct LambStep : IMap
    {
        public OptimizerArrays Arrays;
        public Floats Norms;
        public float Rate;

        public void Run(int i)
        {
            float size = Norms[0], length = Norms[1];
            float rate = size > 0f && length > 0f ? Rate * (size / length) : Rate;
            Arrays.Parameters[i] -= rate * Arrays.Direction[i];
        }
    }

    /// <summary>Muon: a matrix's momentum, made orthogonal by Newton and Schulz's iteration; other parameters by Adam.</summary>
    private static void Step(Device device, Muon muon, OptimizerPart part, OptimizerArrays arrays, float rate, long number)
    {
        foreach (var item in part.Parameters)
        {
            var own = arrays.From(item.Offset);
            long count = item.Info.Count;
            double decay = (double)rate * (part.WeightDecay ?? muon.WeightDecay);
            if (item.Info.Shape.Length < 2)
            {
                float vectorRate = rate * muon.VectorRate;
                double keep = 1 - (double)vectorRate * (part.WeightDecay ?? muon.WeightDecay);
                device.Map(AdamPass.Of(own, 0.9, 0.95, 1e-10, vectorRate, number, 0f, (float)keep), count);
                continue;
            }

            if (count == 0) continue;
            int rows = item.Info.Shape[0], columns = (int)(count / rows);
            float share = (float)(1 - muon.Momentum);
            device.Map(new MuonMomentum { Arrays = own, Share = share, Ahead = muon.Nesterov ? share : 0f }, count);
            var direction = NewtonSchulz.Run(device, own.Direction, rows, columns);
            double scaled = rate * Math.Sqrt(Math.Max(1, (double)rows / columns));
            device.Map(new Combination(own.Parameters, own.Parameters, direction, (float)(1 - decay), -(float)scaled), count);
        }
    }

    internal struct MuonMomentum : IMap
    {
        public OptimizerArrays Arrays;
        public float Share;
        public float Ahead;

        public void Run(int i)
        {
            float g = Arrays.Gradient(i), b = Arrays.State0[i];
            b += Share * (g - b);
            Arrays.State0[i] = b;
            Arrays.Direction[i] = b + Ahead * (g - b);
        }
    }

    /// <summary>√Σ x² of one array.</summary>
    internal struct Norm(Floats values, Floats target, int count) : IRows
    {
        public Floats Values = values;
        public Floats Target = target;
        public int Count = count;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            float sum = 0f;
            for (int i = team.First; i < Count; i += team.Step) sum += Values[i] * Values[i];
            sum = team.Sum(sum);
            if (team.IsFirst) Target[item] = DeviceMath.Sqrt(sum);
        }
    }

    /// <summary>target = a·x + b·y.</summary>
    internal struct Combination(Floats target, Floats x, Floats y, float a, float b) : IMap
    {
        public Floats Target = target;
        public Floats X = x;
        public Floats Y = y;
        public float A = a;
        public float B = b;

        public void Run(int i) => Target[i] = A * X[i] + B * Y[i];
    }
}

/// <summary>The iteration of Muon's NewtonSchulz, on the device.</summary>
internal static class NewtonSchulz
{
    private const int Iterations = 5;
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;

    /// <summary>Makes x [rows, columns] orthogonal, about.</summary>
    /// <returns>Where the result is.</returns>
    public static Floats Run(Device device, Floats x, int rows, int columns)
    {
        int count = rows * columns, side = Math.Min(rows, columns), inner = Math.Max(rows, columns);
        var memory = device.Reserve(16 + count + 2L * side * side);
        Floats norm = memory, next = memory + 16, gram = next + count, polynomial = gram + (long)side * side;
        device.Rows(new Optimizers.Norm(x, norm, count), 1, count);
        device.Map(new Divide { X = x, Norm = norm }, count);

        // A wide matrix by its rows, a tall one as its transpose.
        (nint row, nint column) = rows <= columns ? (columns, (nint)1) : (1, columns);
        for (int i = 0; i < Iterations; i++)
        {
            GemmOperand wide = new(x, row, column), square = new(gram, side, 1), quartic = new(polynomial, side, 1);
            Gemm.Run(device, new GemmShape(side, side, inner), wide, new GemmOperand(x, column, row), square);
            Gemm.Run(device, new GemmShape(side, side, side), square, square, quartic);
            device.Map(new Optimizers.Combination(polynomial, gram, polynomial, B, C), side * side);
            GemmOperand target = new(next, columns, 1), plain = new(x, columns, 1);
            var shape = new GemmShape(rows, columns, side);
            if (rows <= columns) Gemm.Run(device, shape, quartic, plain, target);
            else Gemm.Run(device, shape, plain, quartic, target);
            device.Map(new Optimizers.Combination(x, x, next, A, 1f), count);
        }

        return x;
    }

    internal struct Divide : IMap
    {
        public Floats X;
        public Floats Norm;

        public void Run(int i) => X[i] /= Norm[0] + 1e-7f;
    }
}
