using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Runs kernels, on several threads where that pays, on the widest vectors that <see cref="SimdWidth"/> allows.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Workers
{
    // Some ten microseconds of vector work: a thread that has to be woken costs about as much.
    private const nint CostOfPart = 100_000;

    // A thread that wakes late finds parts that are left, instead of none.
    private const int PartsPerThread = 4;

    private static readonly WorkerPool Pool = new();
    private static int Threads = Environment.ProcessorCount;

    [ThreadStatic]
    private static int CallerLimit;

    /// <summary>
    /// How many threads a kernel may use, the caller's included. At first the processors that the process, or its
    /// container, may use.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public static int Count
    {
        get => Threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Threads = value;
        }
    }

    /// <summary>How many threads a call of this thread may use.</summary>
    internal static int Available => CallerLimit == 0 ? Threads : Math.Min(Threads, CallerLimit);

    /// <summary>
    /// Limits the threads that calls of this thread use, until the scope is disposed. The result of a call is the
    /// same for any limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static LimitScope Limit(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var previous = CallerLimit;
        CallerLimit = threads;
        return new LimitScope(previous);
    }

    internal static void RestoreLimit(int previous) => CallerLimit = previous;

    /// <summary>Runs a kernel over the items 0 … <paramref name="count"/> − 1, and returns when all are done.</summary>
    /// <remarks>
    /// Runs on the calling thread alone if the work is small, if another thread's kernel is on the pool, or from
    /// within a kernel.
    /// </remarks>
    /// <param name="kernel">The kernel; it stays where it is while it runs.</param>
    /// <param name="count">How many items.</param>
    /// <param name="cost">About how many elementary operations (one addition of one float) an item takes.</param>
    /// <param name="align">Parts are split at multiples of this many items.</param>
    public static void Run<K>(in K kernel, nint count, nint cost, nint align = 1) where K : struct, IKernel
    {
        if (SimdWidth.Is512) Run<K, Simd512>(kernel, count, cost, align);
        else if (SimdWidth.Is256) Run<K, Simd256>(kernel, count, cost, align);
        else Run<K, Simd128>(kernel, count, cost, align);
    }

    /// <summary>Runs a kernel on vectors that the caller has chosen.</summary>
    internal static void Run<K, V>(in K kernel, nint count, nint cost, nint align = 1)
        where K : struct, IKernel
        where V : struct, ISimd<V>
    {
        if (count <= 0) return;
        var worth = (double)count * cost / CostOfPart;
        var units = (count + align - 1) / align;
        var threads = (int)Math.Max(1, Math.Min(Math.Min(Available, units), worth));
        if (threads == 1)
        {
            Unsafe.AsRef(in kernel).Run<V>(0, count);
            return;
        }

        fixed (void* pinned = &Unsafe.As<K, byte>(ref Unsafe.AsRef(in kernel)))
        {
            var parts = (int)Math.Min(Math.Min(PartsPerThread * threads, units), worth);
            var job = new Job(pinned, &Invoke<K, V>, count, align, parts, threads);
            if (!Pool.TryRun(job)) Invoke<K, V>(pinned, 0, count);
        }
    }

    private static void Invoke<K, V>(void* kernel, nint start, nint end)
        where K : struct, IKernel
        where V : struct, ISimd<V> =>
        Unsafe.AsRef<K>(kernel).Run<V>(start, end);
}
