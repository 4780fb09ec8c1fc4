using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Spectre.Console;

namespace DLCompiler.Benchmarks;

/// <summary><c>startup</c>: what a first prediction costs a process, above one that does nothing.</summary>
internal static class StartupCommand
{
    /// <summary>The first argument of the processes that are timed.</summary>
    public const string Child = "startup-child";

    private const string Nothing = "nothing", First = "first";

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "How many processes of each kind are timed",
            DefaultValueFactory = _ => 21,
        };
        var command = new Command("startup", "Times the first Predict of mlp in a fresh process, over an empty Main.") { rounds };
        command.SetAction(line =>
        {
            List<double> empty = [], differences = [];
            for (int round = -1; round < line.GetValue(rounds); round++)
            {
                double nothing = Milliseconds(Nothing), first = Milliseconds(First);
                if (round < 0) continue;
                empty.Add(nothing);
                differences.Add(first - nothing);
            }

            AnsiConsole.MarkupLineInterpolated(
                $"empty Main {Median(empty):F0} ms; the first Predict of mlp {Median(differences):F1} ms more (at best {differences.Min():F1}), may be 60");
        });
        return command;
    }

    /// <summary>The work of a process that is timed.</summary>
    public static int Run(string work)
    {
        if (work == First) PredictOnce();
        return 0;
    }

    // Not inlined, so that an empty Main loads nothing of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PredictOnce() => new Mlp().Predict(new float[784], new float[10]);

    private static double Milliseconds(string work)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(Environment.ProcessPath!, [.. Host(), Child, work]);
        process.WaitForExit();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>The assembly, where the process is <c>dotnet</c> itself.</summary>
    private static string[] Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Path.Combine(AppContext.BaseDirectory, "DLCompiler.Benchmarks.dll")]
        : [];

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
