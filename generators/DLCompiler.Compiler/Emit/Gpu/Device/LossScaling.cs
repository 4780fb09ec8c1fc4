namespace DLCompiler.Gpu;

using System;
using ILGPU;

/// <summary>
/// Dynamic loss scaling (Micikevicius et al. 2018, section 3.2): a step multiplies the gradient of its loss by a scale, and the
/// optimizer divides by it. A gradient that is not finite leaves the update out and halves the scale; after some updates in a row
/// that were made, it doubles. All of it is on the device: nobody waits.
/// </summary>
/// <remarks>
/// At 1, gradients are those of the loss. What is not finite then is a number at no scale, or a gradient beyond 65504, for which a smaller
/// one would let the others become 0: it is for the model and its data to mend. So the scale stays there, and the loss of an update that
/// is left out reads NaN: a training that stands still is seen where people look.
/// </remarks>
internal sealed class LossScaling
{
    /// <summary>The floats of memory that it takes.</summary>
    public const int Length = 16 + GradientClip.Parts;

    /// <summary>The places of its numbers.</summary>
    public const int Scale = 0, LastScale = 1, InARow = 2, Skipped = 3, StepIsFinite = 4, UpdateIsFinite = 5;

    /// <summary>Beyond it, the scaled loss itself would be near the largest float.</summary>
    public const float Largest = 1 << 24;

    private readonly Device _device;
    private readonly int _growthInterval;
    private readonly float _least;
    private bool _isChecked;

    /// <param name="device">The device.</param>
    /// <param name="memory">Floats, all 0.</param>
    /// <param name="options">Says how the scale begins and grows.</param>
    public LossScaling(Device device, Floats memory, GpuOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.LossScale, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LossScale, float.MaxValue, nameof(options));
        (_device, Numbers, _growthInterval) = (device, memory, options.LossScaleInterval);
        _least = Math.Min(1f, options.LossScale);
        device.Fill(memory, options.LossScale, 2);
    }

    /// <summary>See the places.</summary>
    public Floats Numbers { get; }

    /// <summary>Whether the last step also ended an update, whose scale may be another one now.</summary>
    public bool IsUpdated { get; private set; }

    /// <summary>A step has computed its gradients.</summary>
    public void Begin() => (_isChecked, IsUpdated) = (false, false);

    /// <summary>Looks whether all gradients of the step are finite, once a step.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="isFirst">Whether it is the first step of an update.</param>
    public void Check(Floats gradients, long count, bool isFirst)
    {
        if (_isChecked) return;
        _isChecked = true;
        var parts = Numbers + 16;
        _device.Rows(new CountInfinite(gradients, parts, (int)count, GradientClip.Parts), GradientClip.Parts, count / GradientClip.Parts);
        _device.Rows(new Verdict(parts, Numbers, GradientClip.Parts, isFirst), 1, GradientClip.Parts);
    }

    /// <summary>Ends an update: the factor of its gradients without the scale, and the next scale.</summary>
    /// <param name="factor">A factor of the scaled gradients that limits their norm, with the norm behind it.</param>
    /// <param name="limit">The limit of the norm; null for none.</param>
    /// <param name="losses">Where the step's losses are.</param>
    /// <param name="parts">How many they are.</param>
    public void End(Floats factor, float? limit, Floats losses, int parts)
    {
        IsUpdated = true;
        var next = new NextScale
        {
            Numbers = Numbers,
            Factor = factor,
            Limit = limit ?? 0f,
            GrowthInterval = _growthInterval,
            Least = _least,
            Losses = losses,
            Parts = parts,
        };
        _device.Map(next, 1);
    }

    /// <summary>For each part of an array, 1 where it has something that is not finite, 0 elsewhere.</summary>
    internal struct CountInfinite(Floats values, Floats parts, int count, int number) : IRows
    {
        public Floats Values = values;
        public Floats Parts = parts;
        public int Count = count;
        public int Length = (count + number - 1) / number;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            float found = 0f;
            int end = IntrinsicMath.Min(Count, (item + 1) * Length);
            for (int i = item * Length + team.First; i < end; i += team.Step)
            {
                float value = Values[i];
                if (float.IsNaN(value) || float.IsInfinity(value)) found = 1f;
            }

            found = team.Max(found);
            if (team.IsFirst) Parts[item] = found;
        }
    }

    internal struct Verdict(Floats parts, Floats numbers, int count, bool isFirst) : IRows
    {
        public Floats Parts = parts;
        public Floats Numbers = numbers;
        public int Count = count;
        public int Keeps = isFirst ? 0 : 1;

        public void Run<T>(int item, T team) where T : struct, ITeam
        {
            float found = 0f;
            for (int i = team.First; i < Count; i += team.Step) found = DeviceMath.Maximum(found, Parts[i]);
            found = team.Max(found);
            if (!team.IsFirst) return;
            Numbers[StepIsFinite] = 1f - found;
            Numbers[UpdateIsFinite] = Keeps == 1 && Numbers[UpdateIsFinite] == 0f ? 0f : 1f - found;
        }
    }

    internal struct NextScale : IMap
    {
        public Floats Numbers;
        public Floats Factor;
        public float Limit;
        public int GrowthInterval;
        public float Least;
        public Floats Losses;
        public int Parts;

        public void Run(int item)
        {
            float scale = Numbers[Scale], inverse = 1f / scale;
            Factor[0] = inverse;
            if (Limit > 0f)
            {
                float norm = Factor[1] * inverse;
                Factor[0] = DeviceMath.Minimum(1f, Limit / (norm + 1e-6f)) * inverse;
                Factor[1] = norm;
            }

            Numbers[LastScale] = scale;
            float inARow = Numbers[InARow] + 1f;
            if (Numbers[UpdateIsFinite] == 0f)
            {
                inARow = 0f;
                Numbers[Skipped] += 1f;
                for (int i = 0; i < Parts && scale <= Least; i++) Losses[i] = float.NaN;
                scale = DeviceMath.Maximum(0.5f * scale, Least);
            }
            else if (inARow >= GrowthInterval)
            {
                inARow = 0f;
                scale = DeviceMath.Minimum(2f * scale, Largest);
            }

            Numbers[InARow] = inARow;
            Numbers[Scale] = scale;
        }
    }
}
