using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// What generated code tells of its kernels: each call says what the one after it is. Costs a test of a field where nobody
/// listens.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Profiler
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the event source.</summary>
    internal const string SourceName = "DLCompiler";

    private static readonly ActivitySource Activities = new(SourceName);
    private static bool IsOn;

    [ThreadStatic]
    private static Running OfThread;

    /// <summary>A kernel begins, and the one before it, if any, ends.</summary>
    /// <param name="kernel">What it computes: <c>relu [N, 128]: Relu(Hidden(image))</c>.</param>
    /// <param name="flops">The floating-point operations it takes.</param>
    /// <param name="bytes">The bytes that it reads and writes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(string kernel, long flops, long bytes)
    {
        if (IsOn) Record(kernel, flops, bytes);
    }

    /// <inheritdoc cref="Begin(string, long, long)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(string kernel, (long Flops, long Bytes) work)
    {
        if (IsOn) Record(kernel, work.Flops, work.Bytes);
    }

    /// <summary>The last kernel has ended.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void End()
    {
        if (IsOn) Record(null, 0, 0);
    }

    /// <summary>Looks, before a program runs, whether anybody listens.</summary>
    internal static void Refresh() => IsOn = Profile.IsAnyOpen || KernelEvents.IsOn || Activities.HasListeners();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Record(string? kernel, long flops, long bytes)
    {
        ref var running = ref OfThread;
        if (running.Kernel is not null) Finish(running);
        running = kernel is null ? default : new Running(kernel, flops, bytes, Stopwatch.GetTimestamp());
    }

    private static void Finish(in Running running)
    {
        var time = Stopwatch.GetElapsedTime(running.Start);
        Profile.Add(running.Kernel, time, running.Flops, running.Bytes);
        var (name, source) = Split(running.Kernel);
        if (KernelEvents.IsOn)
            KernelEvents.Log.Kernel(name, source, time.TotalMicroseconds, running.Flops, running.Bytes);
        if (!Activities.HasListeners()) return;
        using var activity = Activities.CreateActivity(name, ActivityKind.Internal);
        if (activity is null) return;
        activity.SetStartTime(DateTime.UtcNow - time);
        activity.SetTag("source", source).SetTag("flops", running.Flops).SetTag("bytes", running.Bytes);
        activity.Start().SetEndTime(activity.StartTimeUtc + time);
    }

    /// <summary>What is written, with its shape, and the expression of the user's that it comes from.</summary>
    internal static (string Name, string Source) Split(string kernel)
    {
        int colon = kernel.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? (kernel, "") : (kernel[..colon], kernel[(colon + 2)..]);
    }

    private readonly record struct Running(string Kernel, long Flops, long Bytes, long Start);
}
