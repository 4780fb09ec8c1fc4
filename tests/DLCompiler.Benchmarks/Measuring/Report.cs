using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace DLCompiler.Benchmarks;

/// <summary>Shows comparisons as a table, and writes them as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>A table: times in microseconds, ratios of our time to the peer's.</summary>
    public static void Show(string title, IReadOnlyList<Comparison> rows)
    {
        var peers = rows.SelectMany(row => row.Peers).Select(peer => peer.Name).Distinct().ToArray();
        var table = new Table().Title(title).MinimalBorder();
        table.AddColumn(new TableColumn("work").NoWrap());
        foreach (string name in (string[])["threads", "ours", .. peers.SelectMany(p => (string[])[p, "ratio"])])
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        table.AddColumn(new TableColumn("GFLOP/s").RightAligned().NoWrap());
        table.AddColumn(new TableColumn("% of peak").RightAligned().NoWrap());
        foreach (var row in rows) table.AddRow([.. Cells(row, peers).Select(Markup.Escape)]);
        AnsiConsole.Write(table);
        foreach (string peer in peers)
        {
            if (GeometricMean(rows, peer) is { } mean)
                AnsiConsole.MarkupLineInterpolated($"geometric mean of ours / {peer}: {Ratio(mean)}");
        }
    }

    /// <summary>One row for each comparison with a peer, and one for a comparison without.</summary>
    public static void Write(string file, IEnumerable<Comparison> rows)
    {
        var lines = rows.SelectMany(row => row.Peers.DefaultIfEmpty(), (row, peer) => new
        {
            Workload = row.Work,
            row.Threads,
            row.Microseconds,
            Gflops = row.Speed,
            row.Peak,
            Peer = peer?.Name,
            PeerMicroseconds = peer?.Microseconds,
            Ratio = peer is null ? null : row.Ratio(peer),
            Problem = string.IsNullOrEmpty(peer?.Problem) ? null : peer.Problem,
        });
        File.WriteAllText(file, JsonSerializer.Serialize(lines, Indented) + "\n");
    }

    private static IEnumerable<string> Cells(Comparison row, IEnumerable<string> peers)
    {
        yield return row.Work;
        yield return Text($"{row.Threads}");
        yield return Time(row.Microseconds);
        foreach (string name in peers)
        {
            var peer = row.Peers.FirstOrDefault(p => p.Name == name);
            yield return peer is null ? "" : peer.Microseconds is { } time ? Time(time) : peer.Problem;
            yield return peer is not null && row.Ratio(peer) is { } ratio ? Ratio(ratio) : "";
        }

        yield return row.Flops == 0 ? "" : Text($"{row.Speed:F1}");
        yield return row.Flops == 0 ? "" : Text($"{100 * row.Speed / row.Peak:F0}");
    }

    private static double? GeometricMean(IEnumerable<Comparison> rows, string peer)
    {
        double[] ratios = [.. rows
            .SelectMany(row => row.Peers.Where(p => p.Name == peer).Select(p => row.Ratio(p)))
            .OfType<double>()];
        return ratios.Length == 0 ? null : Math.Exp(ratios.Average(ratio => Math.Log(ratio)));
    }

    private static string Time(double microseconds) =>
        microseconds < 100 ? Text($"{microseconds:F1}") : Text($"{microseconds:N0}");

    private static string Ratio(double ratio) => Text($"{ratio:F2}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
