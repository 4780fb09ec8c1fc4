using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// The buffers of one generated program, such as <c>Predict</c>: their lives are known when it is compiled, their
/// sizes when its symbols are bound. Plans are kept for each binding and arenas for the next run, so that in the
/// steady state a run allocates nothing. Safe from many threads; each run has an arena of its own.
/// </summary>
/// <param name="name">The program's name: <c>DigitClassifier.Predict</c>.</param>
/// <param name="symbols">How many symbols it has.</param>
/// <param name="buffers">The lives of its buffers.</param>
/// <param name="sizes">Computes their sizes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Program(string name, int symbols, BufferInfo[] buffers, SizeFunction sizes)
{
    private const int KeptPlans = 32;

    private readonly Lock _lock = new();
    private readonly List<(long[] Symbols, MemoryPlan Plan)> _plans = [];
    private readonly Stack<Arena> _idle = [];

    /// <summary>The program's name.</summary>
    public string Name => name;

    /// <summary>Memory for a run.</summary>
    /// <param name="symbols">What the symbols are bound to.</param>
    /// <returns>The buffers, to be disposed after the run.</returns>
    /// <exception cref="InsufficientMemoryException">The arena would be beyond .NET's largest array.</exception>
    public Lease Rent(ReadOnlySpan<long> symbols)
    {
        lock (_lock)
        {
            var plan = PlanFor(symbols);
            if (!_idle.TryPop(out var arena) || arena.Count < plan.Size) arena = Arena.Uninitialized((nint)plan.Size);
            return new Lease(this, plan, arena);
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
        long[] elements = new long[buffers.Length];
        sizes(binding, elements);
        var made = MemoryPlan.Place(elements, buffers);
        if (_plans.Count == KeptPlans) _plans.RemoveAt(0);
        _plans.Add((binding.ToArray(), made));
        return made;
    }
}
