using System.Text;

namespace DLCompiler;

/// <summary>How values are spread, as a small chart in SVG.</summary>
internal static class HistogramChart
{
    private const double Width = 300, Height = 132, Left = 10, Right = 10, Top = 8, Bottom = 24;

    public static void Write(StringBuilder html, ValueHistogram histogram, string colour)
    {
        if (histogram.Counts.Length == 0 || histogram.Edges.Length != histogram.Counts.Length + 1) return;
        html.Append($"<figure class=\"small\"><figcaption>{Markup.Escape(histogram.Name)}</figcaption>\n");
        html.Append($"<svg class=\"chart\" viewBox=\"0 0 {Figures.Pixel(Width)} {Figures.Pixel(Height)}\" role=\"img\" ");
        html.Append($"aria-label=\"{Markup.Escape(histogram.Name)}\">\n");
        double[] edges = histogram.Edges;
        var axis = ChartAxis.Exactly(edges[0], edges[^1], ticks: 4);
        double highest = Math.Max(1, histogram.Counts.Max()), floor = Height - Bottom;
        for (int i = 0; i < histogram.Counts.Length; i++)
        {
            long count = histogram.Counts[i];
            if (count == 0) continue;
            double from = Place(axis, edges[i]), to = Place(axis, edges[i + 1]);

            // A single value among millions is still to be seen.
            double height = Math.Max(1, count / highest * (floor - Top));
            html.Append($"<rect class=\"bar {colour}\" x=\"{Figures.Pixel(from)}\" y=\"{Figures.Pixel(floor - height)}\" ");
            html.Append($"width=\"{Figures.Pixel(Math.Max(0.5, to - from - 0.6))}\" height=\"{Figures.Pixel(height)}\">");
            html.Append($"<title>{Figures.Count(count)} from {Figures.Short(edges[i])} to {Figures.Short(edges[i + 1])}</title></rect>\n");
        }

        string bottom = Figures.Pixel(floor);
        html.Append($"<line class=\"axis\" x1=\"{Figures.Pixel(Left)}\" x2=\"{Figures.Pixel(Width - Right)}\" ");
        html.Append($"y1=\"{bottom}\" y2=\"{bottom}\"/>\n");
        foreach (double tick in axis.Ticks)
        {
            bool isZero = Math.Abs(tick) < (edges[^1] - edges[0]) * 1e-9;
            string at = Figures.Pixel(Place(axis, tick)), text = Figures.Short(isZero ? 0 : tick);
            html.Append($"<line class=\"axis\" x1=\"{at}\" x2=\"{at}\" y1=\"{bottom}\" y2=\"{Figures.Pixel(floor + 4)}\"/>");
            html.Append($"<text class=\"tick mid\" x=\"{at}\" y=\"{Figures.Pixel(floor + 18)}\">{text}</text>\n");
        }

        html.Append("</svg>\n<p class=\"under\">");
        html.Append($"{Figures.Count(histogram.Counts.Sum() + histogram.NotFinite)} values");
        if (!double.IsNaN(histogram.Mean)) html.Append($", {Figures.Short(histogram.Mean)} ± {Figures.Short(histogram.Deviation)}");
        if (histogram.NotFinite > 0) html.Append($", <strong>{Figures.Count(histogram.NotFinite)} not finite</strong>");
        html.Append("</p></figure>\n");
    }

    private static double Place(ChartAxis axis, double value) => Left + (axis.At(value) * (Width - Left - Right));
}
