using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>All runs of one kernel.</summary>
/// <param name="Kernel">
/// What it writes, with the shape, and the expression of the network that it computes: <c>relu [N, 128]: Relu(Hidden(x))</c>.
/// </param>
/// <param name="Calls">How often it ran.</param>
/// <param name="Time">The time of all runs.</param>
/// <param name="Flops">Their floating-point operations.</param>
/// <param name="Bytes">The bytes that they read and wrote, each element of an array once a run.</param>
public sealed record KernelProfile(string Kernel, long Calls, TimeSpan Time, long Flops, long Bytes)
{
    /// <summary>Operations in a nanosecond.</summary>
    public double GigaflopsPerSecond => Flops / Math.Max(1, Time.TotalNanoseconds);

    /// <summary>Bytes in a nanosecond.</summary>
    public double GigabytesPerSecond => Bytes / Math.Max(1, Time.TotalNanoseconds);

    /// <summary>The least time that the machine would take, over the time that was taken.</summary>
    internal double ShareOf(MachineLimits limits) =>
        Math.Max(GigaflopsPerSecond / limits.Gigaflops, GigabytesPerSecond / limits.Gigabytes);
}
