using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Trains a model: owns the gradients and the optimizer's state. The generator adds a class to each model with
/// <c>Step</c>, <c>Gradients</c> and <c>Evaluate</c>. A trainer is for one thread at a time.
/// </summary>
public abstract partial class Trainer
{
    private const string GradientSumName = "gradient_sum";

    private readonly ParameterStore _store;
    private readonly Arena _gradients;
    private readonly Arena[] _state;
    private readonly Floats[] _stateStarts;
    private readonly string[] _stateNames;
    private readonly GradientNorm _norm;
    private readonly string _updateName;
    private OptimizerPart[] _parts;
    private long _freezes;

    /// <summary>Makes a trainer of the parameters of a model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The limit of the gradients' norm is not positive, or the number of steps to accumulate below 1.
    /// </exception>
    protected Trainer(IModel model, Optimizer optimizer, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        var store = model.Store;
        (Model, _store, Optimizer, Options) = (model, store, optimizer, options ?? new TrainerOptions());
        if (Options.ClipNorm is { } limit) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.Accumulate, 1, nameof(options));
        _gradients = Arena.Zeros(store.TrainedCount);
        _stateNames = [.. optimizer.StateNames, .. Options.Accumulate > 1 ? [GradientSumName] : Array.Empty<string>()];
        _state = [.. _stateNames.Select(_ => Arena.Zeros(store.TrainedCount))];
        _stateStarts = Array.ConvertAll(_state, arena => arena.Start);
        (_parts, _freezes) = (OptimizerPart.Of(store, optimizer.Groups), store.Freezes);
        _norm = new GradientNorm(store.TrainedCount);
        _updateName = $"parameters: {optimizer.GetType().Name}";
    }

    /// <summary>What is trained.</summary>
    public IModel Model { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How it trains.</summary>
    public TrainerOptions Options { get; }

    /// <summary>
    /// The steps done so far. Random ops of the next step draw from (<see cref="TrainerOptions.Seed"/>, this number).
    /// </summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// How often the optimizer has changed the parameters: as often as there were steps, or less where gradients are
    /// accumulated.
    /// </summary>
    public long UpdateCount => StepCount / Options.Accumulate;

    /// <summary>
    /// The optimizer's learning rate; it may be set between steps, unless a schedule sets it.
    /// </summary>
    public float LearningRate
    {
        get => Optimizer.LearningRate;
        set => Optimizer.LearningRate = value;
    }

    /// <summary>The norm of all gradients of the last update before it was limited; NaN where no limit is set.</summary>
    public float LastGradientNorm { get; private set; } = float.NaN;

    /// <summary>
    /// Whether a step looks for NaN and infinities in its loss and its gradients, and throws before they reach the parameters. It
    /// costs one reading of the gradients.
    /// </summary>
    public bool ChecksNumbers { get; set; }

    /// <summary>Where the program of a step writes the gradients.</summary>
    protected GradientStore GradientStore => new(_gradients.Start, _store);

    /// <summary>
    /// The gradient of the loss by a trained parameter, as the last step or call of <c>Gradients</c> left it.
    /// </summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name, or it is a buffer.</exception>
    public ReadOnlySpan<float> Gradient(string parameter)
    {
        int index = _store.IndexOf(parameter);
        return _store.Parameters[index].Trained
            ? Part(_gradients, index)
            : throw new KeyNotFoundException($"'{parameter}' is a buffer: it has no gradient.");
    }

    /// <summary>Runs a step several times and writes where its time goes, kernel by kernel.</summary>
    /// <param name="step">Calls <c>Step</c> on some batch; it trains.</param>
    /// <param name="steps">How often, after once that is not counted.</param>
    /// <param name="to">Where the table goes; null for the console.</param>
    /// <returns>The numbers of the table.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="step"/> does not call this trainer.</exception>
    public Profile Profile(Action step, int steps = 10, TextWriter? to = null)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        long before = StepCount;
        step();
        if (StepCount == before) throw new ArgumentException("It must call Step of this trainer.", nameof(step));
        using var profile = DLCompiler.Profile.Start();
        for (int i = 0; i < steps; i++) step();
        (to ?? Console.Out).WriteLine(profile);
        return profile;
    }

    /// <summary>
    /// Ends a step: adds the gradients up, limits them, lets the optimizer change the parameters, counts the step.
    /// </summary>
    /// <param name="loss">The step's loss.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="NotFiniteException">
    /// <see cref="ChecksNumbers"/> is set, and the loss or a gradient is NaN or infinite; no parameter has changed.
    /// </exception>
    protected float FinishStep(float loss)
    {
        ClearFrozen();
        if (ChecksNumbers) CheckNumbers(loss);
        var gradients = Accumulated();
        StepCount++;
        if (StepCount % Options.Accumulate == 0) Update(gradients);
        GC.KeepAlive(this); // The optimizer has worked on bare pointers into this object's arrays.
        return loss;
    }

    /// <summary>The mean of the gradients so far, of the steps that make one update.</summary>
    private Floats Accumulated()
    {
        if (Options.Accumulate == 1) return _gradients.Start;
        bool isFirst = StepCount % Options.Accumulate == 0;
        var sum = _stateStarts[^1];
        GradientSum.Add(sum, _gradients.Start, _store.TrainedCount, 1f / Options.Accumulate, isFirst);
        return sum;
    }

    private void Update(Floats gradients)
    {
        if (_freezes != _store.Freezes) (_parts, _freezes) = (OptimizerPart.Of(_store, Optimizer.Groups), _store.Freezes);
        float scale = 1;
        if (Options.ClipNorm is { } limit)
        {
            LastGradientNorm = _norm.Compute(gradients, _store.TrainedCount);
            scale = GradientNorm.Scale(LastGradientNorm, limit);
        }

        if (Options.Schedule is { } schedule) LearningRate = schedule.At(UpdateCount - 1);
        Profiler.Begin(_updateName, 0, (3 + 2 * Optimizer.StateNames.Count) * sizeof(float) * (long)_store.TrainedCount);
        foreach (var part in _parts)
        {
            Optimizer.Apply(new OptimizerStep(
                part, _store.Values, gradients, _stateStarts, UpdateCount, scale, LearningRate));
        }

        Profiler.End();
        _store.MarkChanged();
    }

    /// <summary>A frozen parameter's gradient is no part of the norm that is limited.</summary>
    private void ClearFrozen()
    {
        if (_store.Freezes == 0) return;
        for (int parameter = 0; parameter < _store.Parameters.Count; parameter++)
        {
            if (_store.Parameters[parameter].Trained && _store.IsFrozen(parameter)) Part(_gradients, parameter).Clear();
        }
    }

    private Span<float> Part(Arena arena, int parameter) =>
        arena.Span.Slice((int)_store.OffsetOf(parameter), _store.Parameters[parameter].Count);
}
