namespace DLCompiler.Gpu;

using System;
using System.Linq;
using System.Runtime.InteropServices;
using DLCompiler.Runtime;
using ILGPU;
using ILGPU.Runtime;

/// <summary>
/// A model on a device: parameters, gradients, the optimizer's state and the arena stay there; a call uploads a batch, launches
/// its program on one stream, and reads nothing back but what is asked for.
/// </summary>
internal sealed partial class Session : ILossReader, IDisposable
{
    private const int Alignment = 16;
    private const int KeptLosses = 1024;

    private readonly DLCompiler.Runtime.ParameterStore _store;
    private readonly string[] _symbols;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _parameters;
    private readonly int _lossParts;
    private readonly Optimizer _optimizer;
    private readonly TrainerOptions _training;
    private OptimizerPart[] _groups = [];
    private long _freezes;
    private readonly MemoryBuffer1D<float, Stride1D.Dense>[] _state = [];
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _gradients;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _numbers;
    private MemoryBuffer1D<float, Stride1D.Dense> _arena;
    private bool _isDisposed;

    /// <param name="store">The model's parameters.</param>
    /// <param name="symbols">The model's symbols.</param>
    /// <param name="lossParts">How many numbers a step's losses are.</param>
    /// <param name="accelerator">Where it runs.</param>
    /// <param name="optimizer">Changes the parameters; null for a model that only predicts.</param>
    /// <param name="training">How it trains.</param>
    /// <param name="options">How the device is used.</param>
    /// <param name="precision">What activations and weights are stored as.</param>
    public Session(
        DLCompiler.Runtime.ParameterStore store, string[] symbols, int lossParts, Accelerator accelerator, Optimizer optimizer,
        TrainerOptions training, GpuOptions options, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        if (optimizer is not null && !Optimizers.Has(optimizer))
        {
            throw new GpuException(
                $"{optimizer.GetType().Name} has no pass for the GPU: Sgd, Adam, AdamW, RmsProp, Adagrad, Lion, Lamb and Muon have.");
        }

        (_store, _symbols, _lossParts) = (store, symbols, lossParts);
        (_optimizer, _training) = (optimizer, training ?? new TrainerOptions());
        if (_training.ClipNorm is { } limit) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(training));
        ArgumentOutOfRangeException.ThrowIfLessThan(_training.Accumulate, 1, nameof(training));
        Device = new Device(accelerator, options ?? new GpuOptions());
        Batches = new Batches(Device);
        _parameters = Device.Allocate(store.Count, "model");
        _parameters.MemSetToZero(Device.Stream);
        _numbers = Device.Allocate(KeptLosses * Math.Max(1, lossParts) + GradientClip.Parts + 2 * Alignment, "losses");
        _numbers.MemSetToZero(Device.Stream);
        Upload();
        Prepare(precision, Device.Options);
        if (optimizer is null) return;
        _gradients = Zeros(store.TrainedCount, "gradients");
        (_groups, _freezes) = (OptimizerPart.Of(store, optimizer.Groups), store.Freezes);
        int arrays = optimizer.StateNames.Count + (_training.Accumulate > 1 ? 1 : 0) + (Optimizers.NeedsDirections(optimizer) ? 1 : 0);
        _state = [.. Enumerable.Range(0, arrays).Select(_ => Zeros(store.TrainedCount, "optimizer's state"))];
    }

    public Device Device { get; }

    public ParameterStore Parameters => new(Start(_parameters), _store);

    /// <exception cref="InvalidOperationException">There is no optimizer.</exception>
    public GradientStore Gradients => new(Start(Trained(_gradients)), _store);

    public int Seed => _training.Seed;

    /// <summary>The steps done so far.</summary>
    public long StepCount { get; private set; }

    /// <summary>How often the optimizer has changed the parameters.</summary>
    public long UpdateCount => StepCount / _training.Accumulate;

    public float LearningRate
    {
        get => Trained(_optimizer).LearningRate;
        set => Trained(_optimizer).LearningRate = value;
    }

    /// <summary>The norm of all gradients of the last update before it was limited; NaN where no limit is set. Waits.</summary>
    public float LastGradientNorm => _training.ClipNorm is null || UpdateCount == 0 ? float.NaN : Read(Norms + 1);

    /// <summary>The places of a step's losses.</summary>
    private Floats Losses(long step) => Start(_numbers) + step % KeptLosses * _lossParts;

    /// <summary>The factor of gradients, and their norm; then zeros.</summary>
    private Floats Norms => Start(_numbers) + KeptLosses * Math.Max(1, _lossParts);

    /// <summary>Where arguments and results of calls are.</summary>
    private Batches Batches { get; }

    // ---- a call ----

    /// <summary>Begins a call: see <see cref="Batches.Begin"/>.</summary>
    public void Begin(long numbers, int arrays)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Batches.Begin(numbers, arrays);
    }

    /// <inheritdoc cref="Batches.Add(ReadOnlySpan{float})"/>
    public Floats Add(ReadOnlySpan<float> values) => Batches.Add(values);

    /// <inheritdoc cref="Batches.Add(ReadOnlySpan{int})"/>
    public Ints Add(ReadOnlySpan<int> values) => Batches.Add(values);

    /// <inheritdoc cref="Batches.Send"/>
    public void Send() => Batches.Send();

    /// <inheritdoc cref="Batches.Result"/>
    public Floats Result(int length) => Batches.Result(length);

    /// <summary>Brings a result back; it waits for it.</summary>
    public void Fetch(Floats result, Span<float> target)
    {
        if (target.Length == 0) return;
        result.View.SubView(result.Offset, target.Length)
            .CopyToCPU(Device.Stream, ref MemoryMarshal.GetReference(target), target.Length);
        Batches.Finished();
    }

    /// <inheritdoc cref="Fetch(Floats, Span{float})"/>
    public void Fetch(Floats result, Span<int> target) => Fetch(result, MemoryMarshal.Cast<int, float>(target));

    /// <summary>The buffers of a run.</summary>
    /// <exception cref="GpuException">They do not fit into the device's memory.</exception>
    public Lease Rent(Program program, ReadOnlySpan<long> sizes)
    {
        var plan = program.Plan(sizes);
        if (_arena is null || _arena.Length < plan.Size)
        {
            if (_arena is not null) Batches.Wait();
            Device.Release(_arena);
            _arena = null;
            long[] bound = sizes.ToArray();
            _arena = Device.Allocate(plan.Size, $"plan of {program.Name} at {Sizes(bound)}", () => Advice(program, bound));
        }

        return new Lease(Start(_arena), plan.Offsets);
    }

    // ---- a step ----

    /// <summary>Notes a step's losses on the device.</summary>
    public PendingLoss Note(ReadOnlySpan<int> buffers, in Lease arena, int reported)
    {
        _scaling?.Begin();
        var row = Losses(StepCount);
        for (int i = 0; i < buffers.Length; i++) Device.Map(new Copy(row + i, arena[buffers[i]]), 1);
        return new PendingLoss(this, StepCount, reported);
    }

    /// <summary>Replaces buffers of the model by what a step has computed.</summary>
    public void Commit(ReadOnlySpan<int> indices, in Lease arena, ReadOnlySpan<int> next)
    {
        for (int b = 0; b < indices.Length; b++)
            Commit(new Copy(Parameters[indices[b]], arena[next[b]]), _store.Parameters[indices[b]].Count);
    }

    /// <summary>Ends a step: adds the gradients up, limits them, lets the optimizer change the parameters, counts the step.</summary>
    public void Update()
    {
        var gradients = Start(_gradients);
        long count = _store.TrainedCount;
        if (_store.Freezes > 0) ClearFrozen(gradients);
        CheckGradients();
        if (_training.Accumulate > 1)
        {
            // The first one does not read the sum, where a step that was left out may have put what is not finite.
            var sum = Start(_state[_optimizer.StateNames.Count]);
            bool isFirst = StepCount % _training.Accumulate == 0;
            Device.Map(new Optimizers.Combination(sum, gradients, isFirst ? gradients : sum, 1f / _training.Accumulate, isFirst ? 0 : 1), count);
            gradients = sum;
        }

        StepCount++;
        if (StepCount % _training.Accumulate != 0 || count == 0) return;
        if (_training.Schedule is { } schedule) _optimizer.LearningRate = schedule.At(UpdateCount - 1);
        if (_training.ClipNorm is { } limit)
        {
            GradientClip.Run(Device, gradients, count, limit, Norms, Norms + Alignment);
        }
        else if (UpdateCount == 1)
        {
            Device.Fill(Norms, 1f, 1);
        }

        _scaling?.End(Norms, _training.ClipNorm, Losses(StepCount - 1), _lossParts);
        var arrays = new OptimizerArrays
        {
            Parameters = Start(_parameters),
            Gradients = gradients,
            Scale = Norms,
            State0 = State(0),
            State1 = State(1),
            State2 = State(2),
            Direction = State(_state.Length - 1),
            Number = checked((int)UpdateCount),
            LeftOut = LeftOut,
        };
        foreach (var group in _groups) Optimizers.Apply(_passes, _optimizer, group, arrays);
    }

    /// <summary>A frozen parameter's gradient is no part of the norm that is limited.</summary>
    private void ClearFrozen(Floats gradients)
    {
        if (_freezes != _store.Freezes) (_groups, _freezes) = (OptimizerPart.Of(_store, _optimizer.Groups), _store.Freezes);
        for (int i = 0; i < _store.Parameters.Count; i++)
        {
            if (!_store.Parameters[i].Trained || !_store.IsFrozen(i)) continue;
            Device.Fill(gradients + _store.OffsetOf(i), 0f, _store.Parameters[i].Count);
        }
    }

    /// <inheritdoc/>
    public float Read(long step, int part)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (StepCount - step > KeptLosses)
            throw new InvalidOperationException($"The loss of step {step} was not read within the {KeptLosses} steps behind it.");
        return Read(Losses(step) + part);
    }

    /// <summary>What an exception of the accelerator means to the user.</summary>
    public GpuException Lost(Exception cause) => new(
        $"{Device.Accelerator.Name} has failed: {cause.Message} The model's parameters on the host are as they were.", cause);

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Device.Stream.Synchronize();
        foreach (var buffer in new[] { _parameters, _gradients, _numbers, _arena, _narrow, _scalingNumbers }.Concat(_state)) Device.Release(buffer);
        Batches.Dispose();
        Device.Dispose();
    }

    private static Floats Start(MemoryBuffer1D<float, Stride1D.Dense> buffer) => new(buffer.View.BaseView, 0);

    /// <summary>A state array, or any where the optimizer has no such.</summary>
    private Floats State(int index) => Start(index >= 0 && index < _state.Length ? _state[index] : _gradients);

    private T Trained<T>(T part) => _optimizer is null
        ? throw new InvalidOperationException($"{_store.Model} was brought to the GPU without an optimizer: pass one to OnGpu.")
        : part;

    private MemoryBuffer1D<float, Stride1D.Dense> Zeros(long count, string what)
    {
        var buffer = Device.Allocate(count, what);
        buffer.MemSetToZero(Device.Stream);
        return buffer;
    }

    private string Sizes(long[] bound) => bound.Length == 0
        ? "its size"
        : string.Join(", ", bound.Select((size, i) => $"{_symbols[i]} = {size.ToString(System.Globalization.CultureInfo.InvariantCulture)}"));

    /// <summary>The largest first size, a batch's mostly, at which the plan would fit.</summary>
    private string Advice(Program program, long[] bound)
    {
        if (bound.Length == 0) return "";
        long low = 0, high = bound[0];
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (program.Plan([middle, .. bound[1..]]).Size * sizeof(float) <= Device.Free) low = middle;
            else high = middle;
        }

        return low == 0 ? "" : $" {_symbols[0]} = {low.ToString(System.Globalization.CultureInfo.InvariantCulture)} would fit.";
    }

    internal struct Copy(Floats target, Floats source) : IMap
    {
        public Floats Target = target;
        public Floats Source = source;

        public void Run(int i) => Target[i] = Source[i];
    }
}
