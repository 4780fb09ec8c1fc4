using System.CommandLine;
using Spectre.Console;

namespace DLCompiler.Benchmarks;

/// <summary><c>peers</c>: whole networks, beside PyTorch and ONNX Runtime.</summary>
internal static class PeersCommand
{
    public static Command Create()
    {
        var workload = new Option<string[]>("--workload")
        {
            Description = "Only these networks",
            AllowMultipleArgumentsPerToken = true,
        };
        workload.AcceptOnlyFromAmong([.. Workload.All.Select(w => w.Name)]);
        var mode = new Option<string?>("--mode") { Description = "Only this" };
        mode.AcceptOnlyFromAmong("training", "inference");
        var scale = new Option<double>("--scale")
        {
            Description = "Multiplies the networks' widths: 0.5, 1, 1.25 or 2",
            DefaultValueFactory = _ => 1,
        };
        scale.Validators.Add(result =>
        {
            if (!Workload.Scales.Contains(result.GetValueOrDefault<double>()))
                result.AddError("--scale must be 0.5, 1, 1.25 or 2.");
        });

        var shared = new SharedOptions(turn: 250);
        var command = new Command("peers", "Times whole networks beside PyTorch and ONNX Runtime.")
        {
            workload, mode, scale,
        };
        shared.AddTo(command);
        command.SetAction(line =>
        {
            var chosen = Workload.All.Where(w => line.GetValue(workload) is not { Length: > 0 } names
                || names.Contains(w.Name));
            var rows = shared.Compare(line, (machine, peers) =>
                chosen.SelectMany(w => Rows(w, line.GetValue(scale), line.GetValue(mode), machine, peers)));
            foreach (var part in rows.GroupBy(row => row.Work.Split(' ')[1].TrimEnd(',')))
                Report.Show($"{part.Key}, widths × {line.GetValue(scale)}", [.. part]);
        });
        return command;
    }

    private static IEnumerable<Comparison> Rows(
        Workload workload, double scale, string? mode, Machine machine, PeerGroup peers)
    {
        var network = workload.Create(scale);
        if (mode != "inference")
        {
            int batch = workload.TrainingBatch;
            yield return Comparison.Of(
                $"{workload.Name} training, batch {batch}", 3 * network.Flops * batch, machine,
                network.Training(batch), peers.WithPyTorch("training", workload.Name, $"{scale}", $"{batch}"));
        }

        if (mode == "training") yield break;
        foreach (int batch in workload.InferenceBatches)
        {
            yield return Comparison.Of(
                $"{workload.Name} inference, batch {batch}", network.Flops * batch, machine,
                network.Prediction(batch),
                peers.WithPyTorch("inference", workload.Name, $"{scale}", $"{batch}"),
                peers.WithOnnxRuntime(batch, "network", workload.Name, $"{scale}"));
        }
    }
}
