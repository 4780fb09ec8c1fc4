using System.Globalization;
using System.Text;

namespace DLCompiler;

/// <summary>Writes a report's page, section by section.</summary>
internal sealed class ReportPage(HtmlReport report)
{
    private const int MostOpenHistograms = 24;

    private readonly StringBuilder _html = new();

    public string Write()
    {
        string title = Markup.Escape(report.Title);
        _html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        _html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        _html.Append($"<title>{title}</title>\n<style>\n{ReportStyle.Sheet}\n</style>\n");
        _html.Append($"</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n");
        if (report.Summary is { } summary && summary.Name != report.Title)
            _html.Append($"<p class=\"lead\">{Markup.Escape(summary.Name)}</p>\n");
        ReportFacts.Write(_html, report);
        _html.Append("</header>\n");
        Notes();
        if (report.History is { } history) Section("Curves", () => ReportCurves.Write(_html, history));
        if (report.Confusion is { Count: > 0 } confusion) Section("Classes", () => Classes(confusion));
        if (report.Mistakes.Count > 0) Section("Worst mistakes", Faults);
        if (report.Summary is { Layers.Count: > 0 } network) Section("Network", () => ReportNetwork.Write(_html, network));
        if (report.Parameters.Count > 0) Section(null, Histograms);
        if (report.Profile is { Kernels.Count: > 0 } profile) Section("Time by kernel", () => ReportKernels.Write(_html, profile));
        return _html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private void Section(string? title, Action content)
    {
        _html.Append("<section>\n");
        if (title is not null) _html.Append($"<h2>{Markup.Escape(title)}</h2>\n");
        content();
        _html.Append("</section>\n");
    }

    private void Notes()
    {
        if (string.IsNullOrWhiteSpace(report.Notes)) return;
        string[] paragraphs = report.Notes.ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Section("Notes", () =>
        {
            foreach (string paragraph in paragraphs)
                _html.Append("<p>").AppendJoin("<br/>\n", paragraph.Split('\n').Select(Markup.Escape)).Append("</p>\n");
        });
    }

    private void Classes(ConfusionMatrix matrix)
    {
        string[] names = [.. Enumerable.Range(0, matrix.Classes).Select(i =>
            i < report.ClassNames.Count ? report.ClassNames[i] : i.ToString(CultureInfo.InvariantCulture))];
        _html.Append("<div class=\"side\"><div>\n");
        HeatMap.Write(_html, matrix, names);
        _html.Append("<p class=\"key\"><i style=\"background:var(--right)\"></i>right, by share of its row");
        _html.Append("<i style=\"background:var(--wrong)\"></i>wrong, the stronger the more often</p></div>\n");
        _html.Append("<div class=\"wide\"><table>\n<thead><tr><th>class</th><th class=\"n\">precision</th><th class=\"n\">recall</th>");
        _html.Append("<th class=\"n\">F1</th><th class=\"n\">examples</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < names.Length; i++)
        {
            string numbers = Cells(matrix.Precision(i), matrix.Recall(i), matrix.F1(i));
            _html.Append($"<tr><td>{Markup.Escape(names[i])}</td>{numbers}<td class=\"n\">{Figures.Count(matrix.Support(i))}</td></tr>\n");
        }

        string means = Cells(matrix.Precision(), matrix.Recall(), matrix.F1());
        _html.Append($"</tbody>\n<tfoot><tr><td>mean</td>{means}<td class=\"n\">{Figures.Count(matrix.Count)}</td></tr></tfoot>\n");
        _html.Append("</table></div></div>\n");

        static string Cells(params double[] shares) => string.Concat(shares.Select(s => $"<td class=\"n\">{Figures.Percent(s)}</td>"));
    }

    private void Faults()
    {
        _html.Append("<p class=\"lead\">Examples of which the network is most sure, and wrong.</p>\n<div class=\"faults\">\n");
        foreach (var mistake in report.Mistakes)
        {
            string actual = Markup.Escape(mistake.Actual), predicted = Markup.Escape(mistake.Predicted);
            _html.Append("<figure>");
            if (mistake.Picture is { } picture)
            {
                string bytes = Convert.ToBase64String(picture.ToPng());
                _html.Append($"<img alt=\"{actual}\" src=\"data:image/png;base64,{bytes}\"/>");
            }

            _html.Append($"<b>{predicted}</b> {Figures.Percent(mistake.Confidence)}<span class=\"sub\">is {actual}</span>");
            if (mistake.Text.Length > 0) _html.Append($"<span class=\"sub\">{Markup.Escape(mistake.Text)}</span>");
            _html.Append("</figure>\n");
        }

        _html.Append("</div>\n");
    }

    private void Histograms()
    {
        string open = report.Parameters.Count <= MostOpenHistograms ? " open=\"open\"" : "";
        _html.Append($"<details{open}><summary><h2>Weights and gradients</h2> ({Figures.Count(report.Parameters.Count)})</summary>\n");
        _html.Append("<div class=\"hists\">\n");
        foreach (var histogram in report.Parameters)
        {
            bool isGradient = histogram.Name.Contains("gradient", StringComparison.OrdinalIgnoreCase);
            HistogramChart.Write(_html, histogram, isGradient ? "pink" : "green");
        }

        _html.Append("</div></details>\n");
    }
}
