namespace DLCompiler.Gpu;

using System;
using DLCompiler.Runtime;

/// <summary>The optimizers that look at whole parameters: Lamb and Muon.</summary>
internal static partial class Optimizers
{
    /// <summary>Lamb: directions, then each parameter by its own norms, which are read where they were computed.</summary>
    private static void Step(UpdatePasses passes, Lamb lamb, OptimizerPart part, OptimizerArrays arrays, float rate)
    {
        var device = passes.Device;
        passes.Map(new LambDirections
        {
            Arrays = arrays,
            Share1 = (float)(1 - lamb.Beta1),
            Keep2 = (float)lamb.Beta2,
            Share2 = (float)(1 - lamb.Beta2),
            LogKeep1 = (float)Math.Log(lamb.Beta1),
            LogKeep2 = (float)Math.Log(lamb.Beta2),
            Epsilon = (float)lamb.Epsilon,
            Decay = part.WeightDecay ?? lamb.WeightDecay,
        }, arrays.Parameters, part.Count);
        foreach (var item in part.Parameters)
        {
            var own = arrays.From(item.Offset);
            var norms = device.Workspace(2);
            device.Rows(new Norm(own.Parameters, norms, item.Info.Count), 1, item.Info.Count);
            device.Rows(new Norm(own.Direction, norms + 1, item.Info.Count), 1, item.Info.Count);
            passes.Map(new LambStep { Arrays = own, Norms = norms, Rate = rate }, own.Parameters, item.Info.Count);
        }
    }

    internal struct LambDirections : IMap
    {
        public OptimizerArrays Arrays;
        public float Share1;
        public float Keep2;
        public float Share2;
        public float LogKeep1;
        public float LogKeep2;
        public float Epsilon;
        public float Decay;

        public void Run(int i)
        {
            float g = Arrays.Gradient(i), m = Arrays.State0[i];
            m += Share1 * (g - m);
            float v = Keep2 * Arrays.State1[i] + Share2 * g * g;
            Arrays.State0[i] = m;
            Arrays.State1[i] = v;
            float size = DeviceMath.Sqrt(v) / DeviceMath.Sqrt(Arrays.Correction(LogKeep2)) + Epsilon;
            Arrays.Direction[i] = m / Arrays.Correction(LogKeep1) / size + Decay * Arrays.Parameters[i];
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
    private static void Step(UpdatePasses passes, Muon muon, OptimizerPart part, OptimizerArrays arrays, float rate)
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
                passes.Map(AdamPass.Of(own, 0.9, 0.95, 1e-10, vectorRate, 0f, (float)keep), own.Parameters, count);
                continue;
            }

            if (count == 0) continue;
            int rows = item.Info.Shape[0], columns = (int)(count / rows);
            float share = (float)(1 - muon.Momentum);
            passes.Map(new MuonMomentum { Arrays = own, Share = share, Ahead = muon.Nesterov ? share : 0f }, own.Parameters, count);
            var direction = NewtonSchulz.Run(passes.Device, own.Direction, rows, columns);
            double scaled = rate * Math.Sqrt(Math.Max(1, (double)rows / columns));
            passes.Map(
                new Combination(own.Parameters, own.Parameters, direction, (float)(1 - decay), -(float)scaled), own.Parameters, count);
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
}
