using System.Diagnostics;

namespace DLCompiler.Benchmarks;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Run">Repeats the work for about so long; the microseconds of each call. Null where it cannot.</param>
internal sealed record Side(string Name, Func<TimeSpan, double[]>? Run)
{
    /// <summary>Why there is nothing to run.</summary>
    public string Problem { get; private init; } = "";

    /// <summary>A side that is not there.</summary>
    public static Side Missing(string name, string problem) => new(name, null) { Problem = problem };

    /// <summary>Code of this process.</summary>
    public static Side Here(Action call) => new("DLCompiler", budget => Repeat(call, budget));

    private static double[] Repeat(Action call, TimeSpan budget)
    {
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        do
        {
            long begin = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }
        while (Stopwatch.GetElapsedTime(start) < budget);

        return [.. times];
    }
}
