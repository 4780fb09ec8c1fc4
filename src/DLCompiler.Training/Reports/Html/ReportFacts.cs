using System.Text;

namespace DLCompiler;

/// <summary>The numbers that a reader asks for first.</summary>
internal static class ReportFacts
{
    public static void Write(StringBuilder html, HtmlReport report)
    {
        html.Append("<dl class=\"facts\">\n");
        if (report.History is { Epochs.Count: > 0 } history) Run(html, history);
        if (report.Summary is { } summary)
        {
            Fact(html, "parameters", Figures.Scaled(summary.Parameters, "").TrimEnd(), Figures.Bytes(summary.Bytes));
            if (summary.Flops > 0) Fact(html, "forward pass", Figures.Scaled(summary.Flops, "FLOP"), "every symbol 1");
        }

        html.Append("</dl>\n");
    }

    private static void Run(StringBuilder html, RunHistory history)
    {
        var last = history.Epochs[^1];
        bool isValidated = history.Epochs.Any(e => !double.IsNaN(e.ValidationLoss));
        var best = isValidated
            ? history.Epochs.Where(e => !double.IsNaN(e.ValidationLoss)).MinBy(e => e.ValidationLoss)!
            : history.Epochs.MinBy(e => e.TrainingLoss)!;
        double loss = isValidated ? best.ValidationLoss : best.TrainingLoss;
        string what = isValidated ? "lowest validation loss" : "lowest training loss";
        Fact(html, what, Figures.Short(loss), $"epoch {Figures.Count(best.Epoch)}");
        foreach (var (name, value) in best.Metrics)
        {
            string at = Figures.Short(last.Metrics.GetValueOrDefault(name, double.NaN));
            Fact(html, name, Figures.Short(value), best == last ? "at that epoch" : $"at that epoch; last {at}");
        }

        Fact(html, "epochs", Figures.Count(last.Epoch), $"{Figures.Count(last.Step)} steps");
        Fact(html, "time", Figures.Duration(history.Epochs.Sum(e => e.Seconds)), $"{Figures.Short(last.ExamplesPerSecond)} examples/s");
    }

    private static void Fact(StringBuilder html, string name, string value, string more)
    {
        html.Append($"<div class=\"fact\"><dt>{Markup.Escape(name)}</dt><dd>{Markup.Escape(value)}");
        html.Append($"<span class=\"more\">{Markup.Escape(more)}</span></dd></div>\n");
    }
}
