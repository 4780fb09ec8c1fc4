using System.Globalization;
using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Trains a model: owns the gradients and the optimizer's state. The generator adds a class to each model with
/// <c>Step</c>, <c>Gradients</c> and <c>Evaluate</c>. A trainer is for one thread at a time.
/// </summary>
public abstract class Trainer
{
    private const string StepKey = "step";
    private const string OptimizerKey = "optimizer";
    private const string GradientSumName = "gradient_sum";

    private readonly ParameterStore _store;
    private readonly Arena _gradients;
    private readonly Arena[] _state;
    private readonly Floats[] _stateStarts;
    private readonly string[] _stateNames;
    private readonly OptimizerPart[] _parts;
    private readonly GradientNorm _norm;
    private readonly string _updateName;

    /// <summary>Makes a trainer of the parameters of a model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The limit of the gradients' norm is not positive, or the number of steps to accumulate below 1.
    /// </exception>
    protected Trainer(ParameterStore store, Optimizer optimizer, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_store, Optimizer, Options) = (store, optimizer, options ?? new TrainerOptions());
        if (Options.ClipNorm is { } limit) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.Accumulate, 1, nameof(options));
        _gradients = Arena.Zeros(store.TrainedCount);
        _stateNames = [.. optimizer.StateNames, .. Options.Accumulate > 1 ? [GradientSumName] : Array.Empty<string>()];
        _state = [.. _stateNames.Select(_ => Arena.Zeros(store.TrainedCount))];
        _stateStarts = Array.ConvertAll(_state, arena => arena.Start);
        _parts = OptimizerPart.Of(store, optimizer.Groups);
        _norm = new GradientNorm(store.TrainedCount);
        _updateName = $"parameters: {optimizer.GetType().Name}";
    }

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
    /// Writes the optimizer's state and the number of steps as safetensors. The model itself is saved apart.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        var states = States();
        SafetensorsFile.Write(
            path,
            [.. states.Select(s => (s.Info.Name, s.Info.Shape))],
            i => Part(states[i].Arena, states[i].Parameter),
            [
                new(OptimizerKey, Optimizer.GetType().Name),
                new(StepKey, StepCount.ToString(CultureInfo.InvariantCulture)),
            ]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote. Nothing changes unless everything fits.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, or of another model or
    /// optimizer.</exception>
    public void Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        string optimizer = Optimizer.GetType().Name;
        if (file.Metadata.GetValueOrDefault(OptimizerKey) is var saved && saved != optimizer)
            throw new CheckpointException(path, $"holds the state of {saved ?? "no optimizer"}, expected {optimizer}");
        string? count = file.Metadata.GetValueOrDefault(StepKey);
        if (!long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long steps))
            throw new CheckpointException(path, "does not say after how many steps it was saved");
        var states = States();
        float[][] values = Checkpoint.Read(
            file, $"{_store.Model}'s {optimizer}", [.. states.Select(s => s.Info)], null, false);
        for (int i = 0; i < values.Length; i++) values[i].CopyTo(Part(states[i].Arena, states[i].Parameter));
        StepCount = steps;
    }

    /// <summary>
    /// Ends a step: adds the gradients up, limits them, lets the optimizer change the parameters, counts the step.
    /// </summary>
    /// <param name="loss">The step's loss.</param>
    /// <returns>The loss.</returns>
    protected float FinishStep(float loss)
    {
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

    /// <summary>A state array's part for each trained parameter: <c>Hidden.weight.exp_avg</c>.</summary>
    private List<(Arena Arena, int Parameter, ParameterInfo Info)> States()
    {
        var states = new List<(Arena, int, ParameterInfo)>();
        for (int parameter = 0; parameter < _store.Parameters.Count; parameter++)
        {
            var info = _store.Parameters[parameter];
            if (!info.Trained) continue;
            for (int s = 0; s < _state.Length; s++)
                states.Add((_state[s], parameter, info with { Name = $"{info.Name}.{_stateNames[s]}" }));
        }

        return states;
    }

    private Span<float> Part(Arena arena, int parameter) =>
        arena.Span.Slice((int)_store.OffsetOf(parameter), _store.Parameters[parameter].Count);
}
