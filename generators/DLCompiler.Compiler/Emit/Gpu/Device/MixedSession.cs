namespace DLCompiler.Gpu;

using System;
using ILGPU;
using ILGPU.Runtime;

/// <summary>What a session has besides where activations and weights are stored in 16 bits.</summary>
internal sealed partial class Session
{
    private Precision _precision;
    private MemoryBuffer1D<float, Stride1D.Dense> _narrow;
    private MemoryBuffer1D<float, Stride1D.Dense> _scalingNumbers;
    private LossScaling _scaling;
    private UpdatePasses _passes;

    /// <summary>The copies of the parameters that kernels read.</summary>
    public NarrowStore Narrow => new(Start(_narrow), _store);

    /// <summary>The number that a step multiplies its loss's gradient by.</summary>
    public Floats LossScale => Trained(_scaling).Numbers + LossScaling.Scale;

    /// <summary>The same, on the host; it waits for it.</summary>
    public float CurrentLossScale => Read(LossScale);

    /// <summary>How many updates were left out; it waits for it.</summary>
    public long SkippedUpdates => (long)Read(Trained(_scaling).Numbers + LossScaling.Skipped);

    /// <summary>The same number on the device: 0 where none is.</summary>
    private Floats LeftOut => _scaling is null ? Norms + 2 : _scaling.Numbers + LossScaling.Skipped;

    /// <summary>Makes what the precision takes; the parameters are on the device already.</summary>
    private void Prepare(Precision precision, GpuOptions options)
    {
        _precision = precision;
        _passes = new UpdatePasses(Device);
        if (precision == Precision.Single) return;
        _narrow = Device.Allocate((_store.TrainedCount + 1) / 2, "model in 16 bits");
        Narrowed();
        if (_optimizer is null) return;
        if (precision == Precision.BFloat16)
        {
            _passes = new NarrowingPasses<BFloats>(Device, Start(_parameters), Start(_narrow), null);
            return;
        }

        _scalingNumbers = Zeros(LossScaling.Length, "loss scale");
        _scaling = new LossScaling(Device, Start(_scalingNumbers), options);
        _passes = new NarrowingPasses<Halves>(
            Device, Start(_parameters), Start(_narrow), _scaling.Numbers + LossScaling.UpdateIsFinite);
    }

    /// <summary>Rounds all parameters anew.</summary>
    private void Narrowed()
    {
        if (_precision == Precision.Half) Device.Map(new Narrowing<Halves>(Start(_parameters), Start(_narrow)), _store.TrainedCount);
        if (_precision == Precision.BFloat16) Device.Map(new Narrowing<BFloats>(Start(_parameters), Start(_narrow)), _store.TrainedCount);
    }

    /// <summary>Copies a new value of a buffer, unless the step's gradients say that it is not to be trusted.</summary>
    private void Commit(in Copy copy, long count)
    {
        if (_scaling is null)
        {
            Device.Map(copy, count);
            return;
        }

        CheckGradients();
        Device.Map(new Guarded<Copy>(copy, _scaling.Numbers + LossScaling.StepIsFinite), count);
    }

    private void CheckGradients() =>
        _scaling?.Check(Start(_gradients), _store.TrainedCount, StepCount % _training.Accumulate == 0);

    /// <summary>Divides gradients on the host by the scale of their step.</summary>
    private void Unscale(Span<float> gradients)
    {
        if (_scaling is null) return;
        float scale = Read(_scaling.Numbers + (_scaling.IsUpdated ? LossScaling.LastScale : LossScaling.Scale));
        foreach (ref float gradient in gradients) gradient /= scale;
    }

    internal struct Narrowing<P>(Floats values, P copies) : IMap where P : struct, IElements<P>
    {
        public Floats Values = values;
        public P Copies = copies;

        public void Run(int i) => Copies[i] = Values[i];
    }
}
