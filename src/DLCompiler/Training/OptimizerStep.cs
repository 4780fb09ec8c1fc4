using System.ComponentModel;
using System.Runtime.InteropServices;
using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>A parameter within the arrays of an <see cref="OptimizerStep"/>.</summary>
/// <param name="Info">Its name and shape.</param>
/// <param name="Offset">Where it begins in each array.</param>
public readonly record struct OptimizerParameter(ParameterInfo Info, nint Offset);

/// <summary>
/// What an optimizer works on: flat arrays of one layout, with trained parameters of one <see cref="ParameterGroup"/> one
/// after the other. Gaps between parameters are zeros and may be computed along.
/// </summary>
public readonly struct OptimizerStep
{
    private readonly OptimizerPart _part;
    private readonly Floats[] _state;

    private readonly nint _start;

    internal OptimizerStep(
        OptimizerPart part, Floats parameters, Floats gradients, Floats[] state, long number, float scale, float rate)
    {
        (_part, _state, _start, Count) = (part, state, part.Offset, part.Count);
        (Parameters, Gradients) = (parameters + part.Offset, gradients + part.Offset);
        (Number, GradientScale, LearningRate) = (number, scale, rate * part.LearningRateScale);
    }

    private OptimizerStep(OptimizerStep whole, OptimizerParameter item, float rate)
    {
        this = whole;
        (_start, Count) = (whole._start + item.Offset, Arena.AlignUp(item.Info.Count));
        (Parameters, Gradients, LearningRate) = (whole.Parameters + item.Offset, whole.Gradients + item.Offset, rate);
    }

    /// <summary>The parameters, to be changed.</summary>
    public Floats Parameters { get; }

    /// <summary>The gradients of the loss by them.</summary>
    public Floats Gradients { get; }

    /// <summary>The length of each array, a multiple of 16.</summary>
    public nint Count { get; }

    /// <summary>The number of the step, from 1.</summary>
    public long Number { get; }

    /// <summary>What every gradient is to be multiplied by first: below 1 where the norm is clipped.</summary>
    public float GradientScale { get; }

    /// <summary>The step size of these parameters: the optimizer's, scaled by their group.</summary>
    public float LearningRate { get; }

    /// <summary>The weight decay that the parameters' group states; null where the optimizer's own holds.</summary>
    public float? WeightDecay => _part.WeightDecay;

    /// <summary>The parameters one by one, for optimizers that look at shapes or norms.</summary>
    public ReadOnlySpan<OptimizerParameter> Items => _part.Parameters;

    /// <summary>
    /// A state array, in the order of <see cref="Optimizer.StateNames"/>; all zeros at the first step.
    /// </summary>
    public Floats State(int index) => _state[index] + _start;

    /// <summary>The step of one parameter alone, with a learning rate of its own.</summary>
    internal OptimizerStep Only(OptimizerParameter item, float rate) => new(this, item, rate);

    /// <summary>An array of this step as a span: <c>step.Span(step.Gradients)</c>.</summary>
    public unsafe Span<float> Span(Floats array) =>
        MemoryMarshal.CreateSpan(ref *(float*)array.Address, checked((int)Count));
}

/// <summary>Neighbours in the flat arrays that belong to one group.</summary>
/// <param name="Offset">Where they begin.</param>
/// <param name="Count">How many elements they have, gaps included.</param>
/// <param name="LearningRateScale">What the optimizer's learning rate is multiplied by.</param>
/// <param name="WeightDecay">The weight decay; null for the optimizer's own.</param>
/// <param name="Parameters">The parameters, with their places from <paramref name="Offset"/> on.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record OptimizerPart(
    nint Offset, nint Count, float LearningRateScale, float? WeightDecay, OptimizerParameter[] Parameters)
{
    /// <summary>The trained parameters of a store but for the frozen ones, cut where these are and where the group changes.</summary>
    public static OptimizerPart[] Of(ParameterStore store, IReadOnlyList<ParameterGroup> groups)
    {
        var parts = new List<OptimizerPart>();
        var members = new List<OptimizerParameter>();
        ParameterGroup? current = null;
        nint start = 0, end = 0;
        for (int i = 0; i < store.Parameters.Count; i++)
        {
            var info = store.Parameters[i];
            if (!info.Trained) continue;
            var group = groups.FirstOrDefault(g => g.Contains(info));
            if (members.Count > 0 && (group != current || store.IsFrozen(i))) Close();
            if (store.IsFrozen(i)) continue;
            if (members.Count == 0) start = store.OffsetOf(i);
            current = group;
            members.Add(new OptimizerParameter(info, store.OffsetOf(i) - start));
            end = store.OffsetOf(i) + Arena.AlignUp(info.Count);
        }

        if (members.Count > 0) Close();
        return [.. parts];

        void Close()
        {
            float scale = current?.LearningRateScale ?? 1;
            parts.Add(new OptimizerPart(start, end - start, scale, current?.WeightDecay, [.. members]));
            members.Clear();
        }
    }
}
