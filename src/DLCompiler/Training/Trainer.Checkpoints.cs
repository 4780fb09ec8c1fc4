using System.Globalization;
using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>What a trainer keeps in files: its own state, or all of a run.</summary>
public abstract partial class Trainer
{
    private const string StepKey = "step";
    private const string OptimizerKey = "optimizer";
    private const string RateKey = "learning_rate";
    private const string ScheduleKey = "schedule";
    private const string SeedKey = "seed";
    private const string ModelKey = "model";

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
            [new(OptimizerKey, Optimizer.GetType().Name), new(StepKey, Text(StepCount))]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote. Nothing changes unless everything fits.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, or of another model or
    /// optimizer.</exception>
    public void Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        long steps = CheckedSteps(file);
        var states = States();
        float[][] values = Checkpoint.Read(
            file, $"{_store.Model}'s {Optimizer.GetType().Name}", [.. states.Select(s => s.Info)], null, false);
        Restore(states, values);
        StepCount = steps;
    }

    /// <summary>
    /// Writes all that a run needs to go on as if it had never stopped: weights and buffers, the optimizer's state, the learning
    /// rate and its schedule, the number of steps (from which, with the seed, random ops draw), and texts of the caller's. The
    /// file has a checksum; an old one is replaced only when the new one is on the disk. <c>model.Load(path, allowExtra: true)</c>
    /// reads the weights alone.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="texts">Kept with it: the place in the data, encoders; null for none.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveCheckpoint(string path, IEnumerable<KeyValuePair<string, string>>? texts = null)
    {
        var states = States();
        int own = _store.Parameters.Count;
        CheckedFile.Write(
            path,
            [.. _store.Parameters.Select(p => (p.Name, p.Shape)), .. states.Select(s => (s.Info.Name, s.Info.Shape))],
            i => i < own ? _store.Span(i) : Part(states[i - own].Arena, states[i - own].Parameter),
            [
                new("format", "pt"),
                new(ModelKey, _store.Model),
                new(OptimizerKey, Optimizer.GetType().Name),
                new(StepKey, Text(StepCount)),
                new(SeedKey, Text(Options.Seed)),
                new(RateKey, LearningRate.ToString("R", CultureInfo.InvariantCulture)),
                new(ScheduleKey, Options.Schedule?.State ?? ""),
                .. texts ?? [],
            ]);
    }

    /// <summary>Reads what <see cref="SaveCheckpoint"/> wrote. Nothing changes unless everything fits.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The texts, those of the caller's among them.</returns>
    /// <exception cref="CheckpointException">
    /// The file is missing or damaged, or of another model, optimizer or seed; the message says which.
    /// </exception>
    public IReadOnlyDictionary<string, string> LoadCheckpoint(string path)
    {
        using var file = CheckedFile.Open(path);
        long steps = CheckedSteps(file);
        if (file.Metadata.GetValueOrDefault(SeedKey) is var seed && seed != Text(Options.Seed))
            throw new CheckpointException(path, $"is of a run with seed {seed ?? "unknown"}, expected {Options.Seed}");
        if (!float.TryParse(file.Metadata.GetValueOrDefault(RateKey), CultureInfo.InvariantCulture, out float rate))
            throw new CheckpointException(path, "does not say its learning rate");
        var states = States();
        float[][] values = Checkpoint.Read(
            file, Model.Name, [.. _store.Parameters, .. states.Select(s => s.Info)], null, allowExtra: false);
        for (int i = 0; i < _store.Parameters.Count; i++) _store.Set(i, values[i]);
        Restore(states, values.AsSpan(_store.Parameters.Count));
        (StepCount, LearningRate) = (steps, rate);
        if (Options.Schedule is { } schedule) schedule.State = file.Metadata.GetValueOrDefault(ScheduleKey, "");
        return file.Metadata;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number of steps in a file of this optimizer.</summary>
    private long CheckedSteps(SafetensorsFile file)
    {
        string optimizer = Optimizer.GetType().Name;
        if (file.Metadata.GetValueOrDefault(OptimizerKey) is var saved && saved != optimizer)
            throw new CheckpointException(file.Path, $"holds the state of {saved ?? "no optimizer"}, expected {optimizer}");
        string? count = file.Metadata.GetValueOrDefault(StepKey);
        return long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long steps)
            ? steps
            : throw new CheckpointException(file.Path, "does not say after how many steps it was saved");
    }

    private void Restore(List<(Arena Arena, int Parameter, ParameterInfo Info)> states, ReadOnlySpan<float[]> values)
    {
        for (int i = 0; i < values.Length; i++) values[i].CopyTo(Part(states[i].Arena, states[i].Parameter));
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
}
