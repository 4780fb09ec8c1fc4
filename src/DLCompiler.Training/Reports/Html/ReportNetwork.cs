using System.Text;

namespace DLCompiler;

/// <summary>The network: its diagram and the table of its layers.</summary>
internal static class ReportNetwork
{
    public static void Write(StringBuilder html, ModelSummary summary)
    {
        html.Append("<div class=\"side\"><div class=\"net\">\n").Append(Diagram.Of(summary).ToSvg()).Append("</div>\n");
        bool saves = summary.SavedBytes > 0;
        html.Append("<div class=\"wide\"><table>\n<thead><tr><th>layer</th><th>kind</th><th>output</th><th class=\"n\">parameters</th>");
        html.Append("<th class=\"n\">FLOP</th><th class=\"n\">bytes</th>");
        html.Append(saves ? "<th class=\"n\">saved bytes</th>" : "").Append("</tr></thead>\n<tbody>\n");
        foreach (var layer in summary.Layers)
        {
            html.Append($"<tr><td>{Markup.Escape(layer.Name)}</td><td>{Markup.Escape(layer.Kind)}</td>");
            html.Append($"<td>{Markup.Escape(layer.OutputShape)}</td>");
            Numbers(layer.Parameters, layer.Flops, layer.Bytes, layer.SavedBytes);
        }

        html.Append("</tbody>\n<tfoot><tr><td>total</td><td></td><td></td>");
        Numbers(summary.Parameters, summary.Flops, summary.Bytes, summary.SavedBytes);
        html.Append("</tfoot></table></div></div>\n");

        void Numbers(long parameters, long flops, long bytes, long saved)
        {
            long[] numbers = saves ? [parameters, flops, bytes, saved] : [parameters, flops, bytes];
            foreach (long number in numbers) html.Append($"<td class=\"n\">{Figures.Count(number)}</td>");
            html.Append("</tr>\n");
        }
    }
}
