using System.Text;

namespace DLCompiler;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Class">Its colour: a class of <see cref="ReportStyle"/>.</param>
/// <param name="Points">Its points; where the number is not finite, the line is interrupted.</param>
/// <param name="HasMarks">Whether each point has a mark that says its numbers.</param>
internal sealed record ChartLine(string Name, string Class, IReadOnlyList<(double X, double Y)> Points, bool HasMarks = false);

/// <summary>Curves over steps, in SVG.</summary>
internal static class LineChart
{
    private const double Width = 460, Height = 270, Left = 62, Right = 14, Top = 34, Bottom = 44;
    private const int MostMarks = 60;

    /// <summary>Writes a chart; nothing where no line has a point.</summary>
    /// <param name="html">The page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="axis">What the axis from left to right counts.</param>
    /// <param name="lines">The lines; later ones lie above.</param>
    public static void Write(StringBuilder html, string title, string axis, params ChartLine[] lines)
    {
        ChartLine[] drawn = [.. lines.Where(l => l.Points.Any(p => double.IsFinite(p.Y)))];
        if (drawn.Length == 0) return;
        var all = drawn.SelectMany(l => l.Points).ToList();
        var x = ChartAxis.Exactly(all.Min(p => p.X), all.Max(p => p.X), ticks: 7, wholeNumbers: true);
        var y = ChartAxis.Around(all.Select(p => p.Y));
        html.Append($"<figure><figcaption>{Markup.Escape(title)}{(y.IsLogarithmic ? " <small>(logarithmic)</small>" : "")}</figcaption>\n");
        html.Append($"<svg class=\"chart\" viewBox=\"0 0 {Figures.Pixel(Width)} {Figures.Pixel(Height)}\" role=\"img\" ");
        html.Append($"aria-label=\"{Markup.Escape(title)}\">\n");
        Axes(html, axis, x, y);
        foreach (var line in drawn) Draw(html, line, x, y);
        Legend(html, drawn);
        html.Append("</svg></figure>\n");
    }

    private static double PlaceX(ChartAxis axis, double value) => Left + (axis.At(value) * (Width - Left - Right));

    private static double PlaceY(ChartAxis axis, double value) => Height - Bottom - (axis.At(value) * (Height - Top - Bottom));

    private static void Axes(StringBuilder html, string name, ChartAxis x, ChartAxis y)
    {
        string left = Figures.Pixel(Left), right = Figures.Pixel(Width - Right), bottom = Figures.Pixel(Height - Bottom);
        foreach (double tick in y.Ticks)
        {
            string at = Figures.Pixel(PlaceY(y, tick)), text = Figures.Pixel(PlaceY(y, tick) + 4);
            html.Append($"<line class=\"grid\" x1=\"{left}\" x2=\"{right}\" y1=\"{at}\" y2=\"{at}\"/>");
            html.Append($"<text class=\"tick end\" x=\"{Figures.Pixel(Left - 7)}\" y=\"{text}\">{Figures.Short(Clean(tick))}</text>\n");
        }

        foreach (double tick in x.Ticks)
        {
            string at = Figures.Pixel(PlaceX(x, tick));
            html.Append($"<line class=\"axis\" x1=\"{at}\" x2=\"{at}\" y1=\"{bottom}\" y2=\"{Figures.Pixel(Height - Bottom + 5)}\"/>");
            html.Append($"<text class=\"tick mid\" x=\"{at}\" ");
            html.Append($"y=\"{Figures.Pixel(Height - Bottom + 19)}\">{Figures.Short(Clean(tick))}</text>\n");
        }

        html.Append($"<line class=\"axis\" x1=\"{left}\" x2=\"{right}\" y1=\"{bottom}\" y2=\"{bottom}\"/>");
        string middle = Figures.Pixel((Left + Width - Right) / 2);
        html.Append($"<text class=\"tick mid\" x=\"{middle}\" y=\"{Figures.Pixel(Height - 7)}\">{Markup.Escape(name)}</text>\n");
    }

    /// <summary>Multiples of a step such as 0.1 have errors in their last digits.</summary>
    private static double Clean(double tick) => Math.Abs(tick) < 1e-12 ? 0 : tick;

    private static void Draw(StringBuilder html, ChartLine line, ChartAxis x, ChartAxis y)
    {
        var path = new StringBuilder();
        bool isOpen = false;
        foreach (var point in line.Points)
        {
            double height = y.At(point.Y);
            if (!double.IsFinite(height))
            {
                isOpen = false;
                continue;
            }

            path.Append(isOpen ? 'L' : 'M').Append(Figures.Pixel(PlaceX(x, point.X))).Append(',').Append(Figures.Pixel(PlaceY(y, point.Y)));
            isOpen = true;
        }

        html.Append($"<path class=\"line {line.Class}\" d=\"{path}\"><title>{Markup.Escape(line.Name)}</title></path>\n");
        if (!line.HasMarks) return;
        int stride = (line.Points.Count + MostMarks - 1) / MostMarks;
        for (int i = 0; i < line.Points.Count; i++)
        {
            var (at, value) = line.Points[i];
            if ((line.Points.Count - 1 - i) % stride != 0 || !double.IsFinite(y.At(value))) continue;
            html.Append($"<circle class=\"mark {line.Class}\" cx=\"{Figures.Pixel(PlaceX(x, at))}\" ");
            html.Append($"cy=\"{Figures.Pixel(PlaceY(y, value))}\" ");
            html.Append($"r=\"3\">");
            html.Append($"<title>{Markup.Escape(line.Name)}: {Figures.Short(value)} at {Figures.Short(at)}</title></circle>\n");
        }
    }

    private static void Legend(StringBuilder html, ChartLine[] lines)
    {
        const double SignWidth = 6.6, Sample = 22, Room = 14;
        double at = Left;
        foreach (var line in lines)
        {
            html.Append($"<line class=\"line {line.Class}\" x1=\"{Figures.Pixel(at)}\" x2=\"{Figures.Pixel(at + Sample)}\" ");
            html.Append($"y1=\"14\" y2=\"14\"/>");
            if (line.HasMarks)
                html.Append($"<circle class=\"mark {line.Class}\" cx=\"{Figures.Pixel(at + (Sample / 2))}\" cy=\"14\" r=\"3\"/>");
            html.Append($"<text class=\"tick\" x=\"{Figures.Pixel(at + Sample + 6)}\" y=\"18\">{Markup.Escape(line.Name)}</text>\n");
            at += Sample + 6 + (line.Name.Length * SignWidth) + Room;
        }
    }
}
