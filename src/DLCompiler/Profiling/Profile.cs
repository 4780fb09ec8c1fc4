using System.Globalization;
using System.Text;
using DLCompiler.Runtime;

namespace DLCompiler;

/// <summary>
/// Where time goes: the kernels that ran while it was open, on whatever thread they were called, with their share of the
/// time and of what the machine can do.
/// </summary>
/// <example>
/// <code>
/// using var profile = Profile.Start();
/// trainer.Step(image, label);
/// Console.WriteLine(profile);
/// </code>
/// </example>
public sealed class Profile : IDisposable
{
    private const int MaxText = 64;

    private static readonly Lock Changing = new();
    private static Profile[] Open = [];

    private readonly Dictionary<string, KernelProfile> _kernels = new(StringComparer.Ordinal);

    private Profile()
    {
    }

    /// <summary>The kernels, those that took longest first.</summary>
    public IReadOnlyList<KernelProfile> Kernels
    {
        get
        {
            lock (_kernels) return [.. _kernels.Values.OrderByDescending(k => k.Time)];
        }
    }

    /// <summary>The time of all kernels.</summary>
    public TimeSpan Time => Kernels.Aggregate(TimeSpan.Zero, (sum, kernel) => sum + kernel.Time);

    internal static bool IsAnyOpen => Volatile.Read(ref Open).Length > 0;

    /// <summary>Begins to record, until it is disposed; what was recorded stays.</summary>
    public static Profile Start()
    {
        var profile = new Profile();
        lock (Changing) Open = [.. Open, profile];
        return profile;
    }

    /// <summary>Ends recording.</summary>
    public void Dispose()
    {
        lock (Changing) Open = [.. Open.Where(open => open != this)];
    }

    /// <summary>The table of all kernels.</summary>
    /// <remarks>
    /// The limit is the time that the kernel's operations take at the machine's peak, or its bytes at the speed of its
    /// memory, whichever is longer (Williams, Waterman, Patterson 2009, "Roofline"). Both are measured when first asked
    /// for. A kernel whose values are in cache may be above it.
    /// </remarks>
    public override string ToString()
    {
        var limits = MachineLimits.Current;
        var kernels = Kernels;
        double total = Math.Max(1e-9, Time.TotalMicroseconds);
        int width = kernels.Select(k => Short(Profiler.Split(k.Kernel).Name).Length).Append("kernel".Length).Max();
        var text = new StringBuilder();
        Line("kernel", "calls", "µs each", "time", "GFLOP/s", "GB/s", "of limit", "computes");
        foreach (var kernel in kernels)
        {
            var (name, source) = Profiler.Split(kernel.Kernel);
            Line(
                name, $"{kernel.Calls}", Number(kernel.Time.TotalMicroseconds / kernel.Calls),
                Percent(kernel.Time.TotalMicroseconds / total), Number(kernel.GigaflopsPerSecond),
                Number(kernel.GigabytesPerSecond), Percent(kernel.ShareOf(limits)), source);
        }

        text.Append(CultureInfo.InvariantCulture, $"{Number(total)} µs in {kernels.Count} kernels; limits: ");
        text.Append(CultureInfo.InvariantCulture, $"{limits.Gigaflops:F0} GFLOP/s, {limits.Gigabytes:F0} GB/s");
        return text.ToString();

        void Line(
            string name, string calls, string each, string share, string flops, string bytes, string limit, string computes)
        {
            string numbers = $"{calls,6} {each,10} {share,6} {flops,8} {bytes,7} {limit,9}";
            text.Append($"{Short(name).PadRight(width)} {numbers}  {Short(computes)}".TrimEnd()).Append('\n');
        }
    }

    internal static void Add(string kernel, TimeSpan time, long flops, long bytes)
    {
        foreach (var profile in Volatile.Read(ref Open)) profile.Take(kernel, time, flops, bytes);
    }

    private void Take(string kernel, TimeSpan time, long flops, long bytes)
    {
        lock (_kernels)
        {
            var known = _kernels.GetValueOrDefault(kernel) ?? new KernelProfile(kernel, 0, TimeSpan.Zero, 0, 0);
            _kernels[kernel] = known with
            {
                Calls = known.Calls + 1,
                Time = known.Time + time,
                Flops = known.Flops + flops,
                Bytes = known.Bytes + bytes,
            };
        }
    }

    private static string Short(string text) => text.Length <= MaxText ? text : text[..(MaxText - 1)] + "…";

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + "%";

    private static string Number(double value) =>
        value.ToString(value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
