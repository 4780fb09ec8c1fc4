using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Tracing;

namespace DLCompiler.Runtime;

/// <summary>
/// An event for each kernel that has run, for tools such as dotnet-trace and PerfView: <c>--providers DLCompiler</c>.
/// </summary>
[EventSource(Name = Profiler.SourceName)]
internal sealed class KernelEvents : EventSource
{
    private const int KernelId = 1;

    private static KernelEvents? Made;

    // Making an event source takes milliseconds, which the first prediction had better not wait for.
    static KernelEvents() => ThreadPool.UnsafeQueueUserWorkItem(static _ => Made = new KernelEvents(), null);

    private KernelEvents()
    {
    }

    /// <summary>The source, once it is there.</summary>
    public static KernelEvents Log => Made!;

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Made is { } made && made.IsEnabled();

    /// <summary>A kernel has run.</summary>
    /// <param name="name">What it wrote, with its shape.</param>
    /// <param name="source">The expression of the user's that it computed.</param>
    /// <param name="microseconds">How long it took.</param>
    /// <param name="flops">Floating-point operations.</param>
    /// <param name="bytes">Bytes read and written.</param>
    [Event(KernelId)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "All parameters are primitive types.")]
    public void Kernel(string name, string source, double microseconds, long flops, long bytes) =>
        WriteEvent(KernelId, name, source, microseconds, flops, bytes);
}
