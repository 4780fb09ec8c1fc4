using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// The buffers of one generated program, such as <c>Predict</c>, whose sizes are known when its symbols are bound. Plans are
/// kept for each binding and arenas for the next run, so that in the steady state a run allocates nothing. Safe from many threads; each run has an arena of its own.
/// </summary>
/// <param name="name">The program's name: <c>DigitClassifier.Predict</c>.</param>
/// <param name="symbols">How many symbols it has.</param>
/// <param name="buffers">How many buffers it has.</param>
/// <param name="describe">Computes their sizes and lives.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Program(string name, int symbols, int buffers, BufferFunction describe)
{
    private const int KeptPlans = 32;

    private readonly Lock _lock = new();
    private readonly List<(long[] Symbols, MemoryPlan Plan)> _plans = [];
    private readonly Stack<Arena> _idle = [];

    /// <summary>The program's name.</summary>
    public string Name => name;

    /// <summary>The plans that were made and kept.</summary>
    internal IReadOnlyList<MemoryPlan> Plans
    {
        get
        {
            lock (_lock) return [.. _plans.Select(p => p.Plan)];
        }
    }

    /// <summary>Memory for a run.</summary>
    /// <param name="symbols">What the symbols are bound to.</param>
    /// <param name="constants">
    /// Parameters that stay as they are until the next call, so that packed copies of them are kept; null for none.
    /// </param>
    /// <returns>The buffers, to be disposed after the run.</returns>
    /// <exception cref="InsufficientMemoryException">The arena would be beyond .NET's largest array.</exception>
    public Lease Rent(ReadOnlySpan<long> symbols, ParameterStore? constants = null)
    {
        Profiler.Refresh();
        lock (_lock)
        {
            var plan = PlanFor(symbols);
            if (!_idle.TryPop(out var arena) || arena.Count < plan.Size) arena = Arena.Uninitialized((nint)plan.Size);
            return new Lease(this, plan, arena, constants?.Copies);
        }
    }

    /// <summary>The plan for a binding of the symbols.</summary>
    public MemoryPlan Plan(ReadOnlySpan<long> symbols)
    {
        lock (_lock) return PlanFor(symbols);
    }

    internal void Return(Arena arena)
    {
        lock (_lock) _idle.Push(arena);
    }

    private MemoryPlan PlanFor(ReadOnlySpan<long> binding)
    {
        foreach (var (known, plan) in _plans)
        {
            if (binding.SequenceEqual(known)) return plan;
        }

        if (binding.Length != symbols)
            throw new ArgumentException($"{name} has {symbols} symbols, not {binding.Length}.");
        var described = new BufferInfo[buffers];
        describe(binding, described);
        var made = MemoryPlan.Place(described);
        if (_plans.Count == KeptPlans) _plans.RemoveAt(0);
        _plans.Add((binding.ToArray(), made));
        return made;
    }
}
