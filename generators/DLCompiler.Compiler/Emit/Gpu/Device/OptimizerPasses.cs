namespace DLCompiler.Gpu;

using System;

/// <summary>The passes of optimizers that look at each element alone.</summary>
internal static partial class Optimizers
{
    /// <summary>The pass of AdamMoments.</summary>
    internal struct AdamPass : IMap
    {
        public OptimizerArrays Arrays;
        public float Penalty;
        public float Keep;
        public float Share1;
        public float Keep2;
        public float Share2;
        public float LogKeep1;
        public float LogKeep2;
        public float Epsilon;
        public float Rate;

        public static AdamPass Of(
            OptimizerArrays arrays, double beta1, double beta2, double epsilon, float rate, float penalty, float keep) => new()
            {
                Arrays = arrays,
                Penalty = penalty,
                Keep = keep,
                Share1 = (float)(1 - beta1),
                Keep2 = (float)beta2,
                Share2 = (float)(1 - beta2),
                LogKeep1 = (float)Math.Log(beta1),
                LogKeep2 = (float)Math.Log(beta2),
                Epsilon = (float)epsilon,
                Rate = rate,
            };

        public void Run(int i)
        {
            float p = Arrays.Parameters[i], g = Arrays.Gradient(i) + Penalty * p;
            float m = Arrays.State0[i];
            m += Share1 * (g - m);
            float v = Keep2 * Arrays.State1[i] + Share2 * g * g;
            Arrays.State0[i] = m;
            Arrays.State1[i] = v;
            float size = DeviceMath.Sqrt(v) / DeviceMath.Sqrt(Arrays.Correction(LogKeep2)) + Epsilon;
            Arrays.Parameters[i] = Keep * p - Rate / Arrays.Correction(LogKeep1) * (m / size);
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
                float b = Momentum * Arrays.State0[i] + (Arrays.Made == 1 ? 1f : Share) * direction;
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
        public float RateDecay;
        public float Decay;
        public float Epsilon;

        public void Run(int i)
        {
            float p = Arrays.Parameters[i], g = Arrays.Gradient(i) + Decay * p;
            float rate = Rate / (1f + (Arrays.Made - 1) * RateDecay);
            float sum = Arrays.State0[i] + g * g;
            Arrays.State0[i] = sum;
            Arrays.Parameters[i] = p - rate * (g / (DeviceMath.Sqrt(sum) + Epsilon));
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
