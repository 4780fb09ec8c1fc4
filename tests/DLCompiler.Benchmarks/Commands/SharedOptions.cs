using System.CommandLine;
using DLCompiler.Runtime;
using Spectre.Console;

namespace DLCompiler.Benchmarks;

/// <summary>The options that the comparisons share, and what they do.</summary>
internal sealed class SharedOptions
{
    private readonly Option<int[]> _threads = new("--threads")
    {
        Description = "On how many threads, one after the other",
        DefaultValueFactory = _ => [1, 2],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How many turns each side has",
        DefaultValueFactory = _ => 7,
    };

    private readonly Option<int> _turn;

    private readonly Option<FileInfo?> _json = new("--json") { Description = "Writes the rows to this file" };

    private readonly Option<string> _python = new("--python")
    {
        Description = "The Python that has PyTorch",
        DefaultValueFactory = _ => "python3",
    };

    private readonly Option<string> _node = new("--node")
    {
        Description = "Node",
        DefaultValueFactory = _ => "node",
    };

    private readonly Option<string?> _nodePath = new("--node-path")
    {
        Description = "The folder node_modules that has onnxruntime-node (default: the variable NODE_PATH)",
    };

    /// <param name="turn">How long a side's turn lasts unless the user says so, in milliseconds.</param>
    public SharedOptions(int turn) => _turn = new Option<int>("--turn")
    {
        Description = "Milliseconds of a turn",
        DefaultValueFactory = _ => turn,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_threads, _rounds, _turn, _json, _python, _node, _nodePath])
            command.Add(option);
    }

    /// <summary>Makes comparisons for each number of threads; shows what they ran on, and writes the file.</summary>
    public IReadOnlyList<Comparison> Compare(
        ParseResult line, Func<Machine, PeerGroup, IEnumerable<Comparison>> comparisons)
    {
        var rows = new List<Comparison>();
        var options = new PeerOptions(line.GetValue(_python)!, line.GetValue(_node)!, line.GetValue(_nodePath));
        var alternation = new Alternation(
            line.GetValue(_rounds), TimeSpan.FromMilliseconds(line.GetValue(_turn)));
        foreach (int threads in line.GetValue(_threads)!)
        {
            using var peers = new PeerGroup(options, threads);
            var machine = Machine.With(threads, alternation);
            AnsiConsole.MarkupLineInterpolated(
                $"{threads} thread(s), {SimdWidth.Bits}-bit vectors, at most {machine.Peak:F0} GFLOP/s");
            foreach (string text in peers.About.Concat(peers.Missing)) AnsiConsole.MarkupLineInterpolated($"  {text}");
            foreach (var row in comparisons(machine, peers))
            {
                string times = string.Join(", ", row.Peers.Select(p => $"{p.Name} {p.Microseconds:F1}"));
                AnsiConsole.MarkupLineInterpolated($"[grey]  {row.Work}: {row.Microseconds:F1} µs, {times}[/]");
                rows.Add(row);
            }
        }

        if (line.GetValue(_json) is { } file) Report.Write(file.FullName, rows);
        return rows;
    }
}
