using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace DLCompiler.Benchmarks;

/// <summary><c>editor</c>: what generator and analyzer cost while a user types, beside what they may.</summary>
internal static class EditorCommand
{
    /// <summary>As long as the JIT takes to come to its last tier: an editor is open for hours.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);

    private static readonly (string File, string Name, string Old, Func<int, string> Changed)[] Models =
    [
        ("Mlp0.cs", "an MLP", "Linear(256)", edit => Size("Linear", 256, edit)),
        ("Cnn0.cs", "a CNN", "Linear(128)", edit => Size("Linear", 128, edit)),
        ("ResNet50.cs", "ResNet-50", "Linear(1000)", edit => Size("Linear", 1000, edit)),
        ("Gpt.cs", "GPT, 24 blocks", "Embedding(1024", edit => Size("Embedding", 1024, edit).TrimEnd(')')),
    ];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "How many edits are measured",
            DefaultValueFactory = _ => 15,
        };
        var builds = new Option<int>("--builds")
        {
            Description = "How many pairs of builds are measured; 0 for none",
            DefaultValueFactory = _ => 3,
        };
        var command = new Command("editor", "Times the generator and the analyzer in a solution of 200 files and 20 models.")
        {
            rounds, builds,
        };
        command.SetAction(line =>
        {
            var table = new Table().MinimalBorder();
            foreach (string title in (string[])["what", "may be", "is", "at worst"]) table.AddColumn(title);
            foreach (var row in Rows(line.GetValue(rounds), line.GetValue(builds)))
            {
                AnsiConsole.MarkupLineInterpolated($"[grey]{string.Join(" | ", row)}[/]");
                table.AddRow([.. row.Select(Markup.Escape)]);
            }

            AnsiConsole.Write(table);
        });
        return command;
    }

    private static IEnumerable<string[]> Rows(int rounds, int builds)
    {
        var session = new EditorSession();
        int emitted = 0;
        var elsewhere = Repeat(rounds, () =>
        {
            var (time, files) = session.Edit("Orders7.cs", "sum = 0", edit => $"sum = {edit}");
            emitted += files;
            return time;
        });
        yield return Row("an edit elsewhere: 20 transforms run again", 30, elsewhere);
        yield return ["models that it emits again", "0", Text($"{emitted}"), ""];

        foreach (var (file, name, old, changed) in Models)
        {
            emitted = 0;
            var edits = Repeat(rounds, () =>
            {
                var (time, files) = session.Edit(file, old, changed);
                emitted = Math.Max(emitted, files);
                return time;
            });
            yield return Row($"an edit in {name}: the generator", 50, edits);
            yield return ["models that it emits again", "1", Text($"{emitted}"), ""];
            var analyses = Repeat(rounds, () =>
            {
                session.Edit(file, old, changed);
                return session.Analyze(file);
            });
            yield return Row($"an edit in {name}: the analyzer", 20, analyses);
        }

        yield return ["memory that the generator holds", "20 MB", Text($"{EditorSession.Memory() / 1e6:F1} MB"), ""];
        if (builds == 0) yield break;
        using var build = new BuildTime();
        foreach (bool server in (bool[])[true, false])
        {
            var growth = build.Growth(EditorSources.Gpt, builds, server);
            string compiler = server ? "compiler in memory" : "compiler started anew";
            yield return [$"dotnet build with GPT, {compiler}", "+0.5 s", Text($"+{growth.TotalSeconds:F2} s"), ""];
        }
    }

    private static List<TimeSpan> Repeat(int rounds, Func<TimeSpan> run)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < WarmUp;) run();
        return [.. Enumerable.Range(0, rounds).Select(_ => run()).Order()];
    }

    private static string[] Row(string what, int target, List<TimeSpan> sorted) =>
        [what, Text($"{target} ms"), Milliseconds(sorted[sorted.Count / 2]), Milliseconds(sorted[^1])];

    private static string Milliseconds(TimeSpan time) => Text($"{time.TotalMilliseconds:F1} ms");

    private static string Size(string layer, int size, int edit) => Text($"{layer}({size + 8 + (edit % 64)})");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
