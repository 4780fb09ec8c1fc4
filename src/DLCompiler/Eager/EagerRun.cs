using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// An eager run of a model on this thread: mode, seed and step, which random ops need, the number of the next random
/// stream, and the symbols of the call that runs. Only the entry of a model makes one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EagerRun : IDisposable
{
    [ThreadStatic]
    private static EagerRun? Current;

    private readonly int _seed;
    private readonly long _step;
    private readonly EagerPrecision _precision;
    private readonly Dictionary<string, Tensor> _updates = new(StringComparer.Ordinal);
    private readonly List<long> _iterations = [];
    private readonly TapTensors _taps = new();
    private int _streams;

    private EagerRun(Mode mode, int seed, long step, EagerPrecision precision) =>
        (Mode, _seed, _step, _precision) = (mode, seed, step, precision);

    /// <summary>What the network runs for.</summary>
    public Mode Mode { get; }

    internal static bool RoundsToSingle => Current?._precision == EagerPrecision.Single;

    /// <summary>The inside views that the run has shown, by their full names.</summary>
    public IReadOnlyDictionary<string, Tensor> Taps => _taps.ByName;

    /// <summary>The call that runs, innermost; null where none does.</summary>
    internal EagerCall? Call { get; set; }

    /// <summary>Begins a run on this thread, which lasts until it is disposed.</summary>
    /// <param name="mode">What the network runs for.</param>
    /// <param name="seed">The seed of random ops.</param>
    /// <param name="step">The number of the training step, from 0.</param>
    /// <param name="precision">What is kept after each op.</param>
    /// <exception cref="InvalidOperationException">A run is under way on this thread.</exception>
    public static EagerRun Enter(
        Mode mode, int seed, long step, EagerPrecision precision = EagerPrecision.Double)
    {
        if (Current is not null)
        {
            throw new InvalidOperationException(
                "A model's eager entry was called while another eager run is under way on this thread.");
        }

        return Current = new EagerRun(mode, seed, step, FiniteWatch.Current is null ? precision : EagerPrecision.Single);
    }

    /// <summary>Ends the run.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(Current, this)) Current = null;
    }

    /// <summary>The run that is under way.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal static EagerRun Require(string op) =>
        Current ?? throw new InvalidOperationException(
            $"{op} needs to know whether the network trains: call it from a model's Forward, run by model.Eager.");

    /// <summary>
    /// The next values of buffers by their full names. An eager run leaves the model as it is: they are there for
    /// later calls of the same run, and for who looks at them.
    /// </summary>
    internal IDictionary<string, Tensor> BufferUpdates => _updates;

    /// <summary>Notes an inside view of the block that runs; outside a run, nobody can ask for it.</summary>
    internal static void Tap(string name, Tensor value)
    {
        if (Current is { Call: { } call } run) run._taps.Add(call.Scope.Prefix + name, value);
    }

    /// <summary>The innermost call of a model or block; null where none runs.</summary>
    internal EagerCall? CallOf(EagerScope scope)
    {
        var call = Call;
        while (call is not null && call.Scope != scope) call = call.Caller;
        return call;
    }

    /// <summary>
    /// The key of the next random stream. Streams are numbered in the order in which Forward meets them; within a
    /// scan, each iteration has keys of its own.
    /// </summary>
    internal ulong NextRandomKey() =>
        _iterations.Aggregate(RandomKey.Of(_seed, _step, _streams++), RandomKey.At);

    /// <summary>
    /// Runs a step for each position, or once for position 0 where there is none: the random ops of all iterations are
    /// the same calls, so their streams have the same numbers.
    /// </summary>
    internal static void Iterate(int count, bool reverse, Action<int> step)
    {
        var run = Current;
        int first = run is null ? 0 : ++run._streams;
        for (int i = 0; i < Math.Max(count, 1); i++)
        {
            int position = reverse && count > 0 ? count - 1 - i : i;
            if (run is not null) run._streams = first;
            run?._iterations.Add(position);
            try
            {
                step(position);
            }
            finally
            {
                run?._iterations.RemoveAt(run._iterations.Count - 1);
            }
        }
    }

    /// <summary>Sizes as an op gets them: integers, and symbol expressions of the call that runs.</summary>
    /// <exception cref="ArgumentException">A size is of another type or a text that does not evaluate.</exception>
    internal static int[] Sizes(string op, object[] sizes) =>
        Array.ConvertAll(sizes, size => size switch
        {
            int value => value,
            long value => checked((int)value),
            string text when Current?.Call is { } call => checked((int)call.Evaluate(text)),
            string text => throw new ArgumentException($"{op}: '{text}' has a value only while a model runs."),
            _ => throw new ArgumentException($"{op}: a size is an integer or a symbol expression, not '{size}'."),
        });
}
