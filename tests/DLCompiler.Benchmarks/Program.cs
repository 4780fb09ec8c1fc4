using System.CommandLine;
using DLCompiler.Benchmarks;
using Spectre.Console;

if (args is [StartupCommand.Child, var work]) return StartupCommand.Run(work);

// A file or a pipe has no width; tables that go there must not be broken.
if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;

return new RootCommand("Times DLCompiler on this machine, beside its peers.")
{
    PeersCommand.Create(), KernelsCommand.Create(), MicroCommand.Create(), EditorCommand.Create(),
    StartupCommand.Create(),
}.Parse(args).Invoke();
