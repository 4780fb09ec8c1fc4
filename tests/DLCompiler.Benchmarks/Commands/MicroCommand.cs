using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace DLCompiler.Benchmarks;

/// <summary><c>micro</c>: what has no peer, with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    // The usual toolchain builds a project beside the assembly, which knows nothing of this repository's build.
    private static IConfig InProcess => DefaultConfig.Instance.AddJob(
        Job.Default.WithToolchain(InProcessEmitToolchain.Instance));

    public static Command Create()
    {
        var command = new Command("micro", "Runs BenchmarkDotNet's benchmarks of single mechanisms, with its options.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(line =>
        {
            string[] options = line.UnmatchedTokens is [_, ..] given ? [.. given] : ["--filter", "*"];
            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(options, InProcess);
        });
        return command;
    }
}
