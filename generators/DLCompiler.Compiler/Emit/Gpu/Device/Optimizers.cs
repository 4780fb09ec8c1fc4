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

    /// <summary>The number of the update, from 1, as the host counts, who does not know which of them are left out.</summary>
    public int Number;

    /// <summary>How many were left out, on the device.</summary>
    public Floats LeftOut;

    /// <summary>The number of the update among those that were made.</summary>
    public int Made => Number - (int)LeftOut[0];

    public float Gradient(int i) => Gradients[i] * Scale[0];

    /// <summary>1 − βⁿ of the n-th update: what a moment that began at 0 falls short by, from ln β.</summary>
    public float Correction(float logKeep) => -DeviceMath.Expm1(Made * logKeep);

    public readonly OptimizerArrays From(long offset) => new()
    {
        Parameters = Parameters + offset,
        Gradients = Gradients + offset,
        Scale = Scale,
        State0 = State0 + offset,
        State1 = State1 + offset,
        State2 = State2 + offset,
        Direction = Direction + offset,
        Number = Number,
        LeftOut = LeftOut,
    };
}

/// <summary>The optimizers as passes over the flat arrays, by the formulas of their classes.</summary>
internal static partial class Optimizers
{
    /// <summary>Whether an optimizer has a pass here.</summary>
    public static bool Has(Optimizer optimizer) =>
        optimizer is Sgd or Adam or AdamW or RmsProp or Adagrad or Lion or Lamb or Muon;

    /// <summary>Whether it needs memory for directions.</summary>
    public static bool NeedsDirections(Optimizer optimizer) => optimizer is Lamb or Muon;

    /// <summary>One update of a group of parameters.</summary>
    /// <param name="passes">Runs the passes.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="part">The group.</param>
    /// <param name="all">The arrays, from the first parameter on.</param>
    public static void Apply(UpdatePasses passes, Optimizer optimizer, OptimizerPart part, OptimizerArrays all)
    {
        var arrays = all.From(part.Offset);
        float rate = optimizer.LearningRate * part.LearningRateScale;
        long count = part.Count;
        switch (optimizer)
        {
            case Sgd sgd:
                passes.Map(new SgdPass
                {
                    Arrays = arrays,
                    Rate = rate,
                    Decay = part.WeightDecay ?? sgd.WeightDecay,
                    Momentum = sgd.Momentum,
                    Share = 1 - sgd.Dampening,
                    HasMomentum = sgd.Momentum == 0 ? 0 : 1,
                    Nesterov = sgd.Nesterov ? 1 : 0,
                }, arrays.Parameters, count);
                break;
            case Adam adam:
                float penalty = part.WeightDecay ?? adam.WeightDecay;
                passes.Map(
                    AdamPass.Of(arrays, adam.Beta1, adam.Beta2, adam.Epsilon, rate, penalty, 1f), arrays.Parameters, count);
                break;
            case AdamW adam:
                double decay = (double)rate * (part.WeightDecay ?? adam.WeightDecay);
                passes.Map(
                    AdamPass.Of(arrays, adam.Beta1, adam.Beta2, adam.Epsilon, rate, 0f, (float)(1 - decay)),
                    arrays.Parameters, count);
                break;
            case RmsProp rms:
                passes.Map(new RmsPropPass
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
                }, arrays.Parameters, count);
                break;
            case Adagrad adagrad:
                passes.Map(new AdagradPass
                {
                    Arrays = arrays,
                    Rate = rate,
                    RateDecay = (float)adagrad.RateDecay,
                    Decay = part.WeightDecay ?? adagrad.WeightDecay,
                    Epsilon = (float)adagrad.Epsilon,
                }, arrays.Parameters, count);
                break;
            case Lion lion:
                passes.Map(new LionPass
                {
                    Arrays = arrays,
                    Rate = rate,
                    Keep = (float)(1 - (double)rate * (part.WeightDecay ?? lion.WeightDecay)),
                    Share1 = (float)(1 - lion.Beta1),
                    Share2 = (float)(1 - lion.Beta2),
                }, arrays.Parameters, count);
                break;
            case Lamb lamb: Step(passes, lamb, part, arrays, rate); break;
            case Muon muon: Step(passes, muon, part, arrays, rate); break;
        }
    }
}
