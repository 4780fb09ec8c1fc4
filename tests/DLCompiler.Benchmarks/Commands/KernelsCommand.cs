using System.CommandLine;
using Spectre.Console;

namespace DLCompiler.Benchmarks;

/// <summary><c>kernels</c>: single kernels, beside oneDNN, ONNX Runtime and PyTorch.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Only kernels whose name has this in it, such as gemm, conv or 512",
            DefaultValueFactory = _ => "",
        };
        var shared = new SharedOptions(turn: 100);
        var command = new Command("kernels", "Times single kernels beside oneDNN, ONNX Runtime and PyTorch.")
        {
            filter,
        };
        shared.AddTo(command);
        command.SetAction(line =>
        {
            AnsiConsole.MarkupLineInterpolated($"{OneDnn.About ?? "oneDNN is not installed"}");
            var chosen = KernelCase.All.Where(
                kernel => kernel.Name.Contains(line.GetValue(filter)!, StringComparison.OrdinalIgnoreCase));
            var rows = shared.Compare(line, (machine, peers) => chosen.Select(kernel => Comparison.Of(
                kernel.Name, kernel.Flops, machine, kernel.Create(), kernel.Peers(peers, machine.Threads))));
            foreach (var family in rows.GroupBy(row => row.Work.Split(' ')[0])) Report.Show(family.Key, [.. family]);
        });
        return command;
    }
}
