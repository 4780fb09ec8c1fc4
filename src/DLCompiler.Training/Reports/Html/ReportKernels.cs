using System.Text;

namespace DLCompiler;

/// <summary>The time of each kernel, those that took longest first.</summary>
internal static class ReportKernels
{
    private const int Most = 40;

    public static void Write(StringBuilder html, Profile profile)
    {
        var kernels = profile.Kernels;
        double total = Math.Max(1e-9, kernels.Sum(k => k.Time.TotalMicroseconds));
        double longest = Math.Max(1e-9, kernels[0].Time.TotalMicroseconds);
        html.Append($"<p class=\"lead\">{Figures.Duration(total / 1e6)} in {Figures.Count(kernels.Count)} kernels.</p>\n");
        html.Append("<div class=\"wide\"><table>\n<thead><tr><th>kernel</th><th>time</th>");
        html.Append("<th class=\"n\">calls</th><th class=\"n\">µs each</th>");
        html.Append("<th class=\"n\">GFLOP/s</th><th class=\"n\">GB/s</th><th>computes</th></tr></thead>\n<tbody>\n");
        foreach (var kernel in kernels.Take(Most))
        {
            var (name, computes) = Split(kernel.Kernel);
            double time = kernel.Time.TotalMicroseconds;
            html.Append($"<tr><td>{Markup.Escape(name)}</td>");
            html.Append($"<td class=\"share\" style=\"--part:{Figures.Pixel(100 * time / longest)}%\">");
            html.Append($"{Figures.Percent(time / total)}</td>");
            html.Append($"<td class=\"n\">{Figures.Count(kernel.Calls)}</td><td class=\"n\">{Figures.Short(time / kernel.Calls)}</td>");
            html.Append($"<td class=\"n\">{Figures.Short(kernel.GigaflopsPerSecond)}</td>");
            html.Append($"<td class=\"n\">{Figures.Short(kernel.GigabytesPerSecond)}</td>");
            html.Append($"<td class=\"what\">{Markup.Escape(computes)}</td></tr>\n");
        }

        html.Append("</tbody>\n");
        if (kernels.Count > Most)
        {
            double others = kernels.Skip(Most).Sum(k => k.Time.TotalMicroseconds) / total;
            html.Append($"<tfoot><tr><td>{Figures.Count(kernels.Count - Most)} others</td><td>{Figures.Percent(others)}</td>");
            html.Append("<td></td><td></td><td></td><td></td><td></td></tr></tfoot>\n");
        }

        html.Append("</table></div>\n");
    }

    /// <summary><c>relu [N, 128]: Relu(Hidden(x))</c> as what is written and what is computed.</summary>
    private static (string Name, string Computes) Split(string kernel)
    {
        int at = kernel.IndexOf(": ", StringComparison.Ordinal);
        return at < 0 ? (kernel, "") : (kernel[..at], kernel[(at + 2)..]);
    }
}
