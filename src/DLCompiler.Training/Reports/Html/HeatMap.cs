using System.Text;

namespace DLCompiler;

/// <summary>A confusion matrix in SVG: a row a class, a column a prediction, each cell with its number.</summary>
/// <remarks>
/// What is right has one colour, by its share of the row; what is wrong another, by its share among the worst of such cells: the few
/// mistakes of a good network are still to be seen. No cell is so strong that its number is hard to read.
/// </remarks>
internal static class HeatMap
{
    private const double SignWidth = 7, Head = 26, Foot = 8;
    private const int MostNumbers = 40, LongestName = 14;

    public static void Write(StringBuilder html, ConfusionMatrix matrix, IReadOnlyList<string> names)
    {
        int classes = matrix.Classes;
        bool hasNumbers = classes <= MostNumbers;
        long most = Enumerable.Range(0, classes).Max(a => Enumerable.Range(0, classes).Max(p => matrix[a, p]));
        double cell = hasNumbers ? Math.Max(Math.Clamp(240.0 / classes, 34, 84), (Figures.Count(most).Length * SignWidth) + 12) : 10;
        string[] shown = [.. names.Select(n => n.Length <= LongestName ? n : n[..(LongestName - 1)] + "…")];
        double longest = (shown.Max(n => n.Length) * SignWidth) + 12;
        bool isTurned = longest > cell;
        double left = longest + Head, top = Head + (isTurned ? longest : 22);
        double width = left + (classes * cell) + Foot, height = top + (classes * cell) + Foot;
        html.Append($"<div class=\"wide\"><svg class=\"chart heat\" viewBox=\"0 0 {Figures.Pixel(width)} {Figures.Pixel(height)}\" ");
        double least = Math.Min(width, Math.Max(330, width * 0.72));
        html.Append($"style=\"max-width:{Figures.Pixel(width)}px;min-width:{Figures.Pixel(least)}px\" ");
        html.Append("role=\"img\" aria-label=\"confusion matrix\">\n");
        string middle = Figures.Pixel(left + (classes * cell / 2)), centre = Figures.Pixel(top + (classes * cell / 2));
        html.Append($"<text class=\"tick mid\" x=\"{middle}\" y=\"16\">predicted</text>");
        html.Append($"<text class=\"tick mid\" x=\"14\" y=\"{centre}\" transform=\"rotate(-90 14 {centre})\">actual</text>\n");
        if (hasNumbers || cell >= 10) Names(html, shown, cell, left, top, isTurned);
        Cells(html, matrix, names, cell, left, top, hasNumbers);
        html.Append("</svg></div>\n");
    }

    private static void Names(StringBuilder html, string[] names, double cell, double left, double top, bool isTurned)
    {
        for (int i = 0; i < names.Length; i++)
        {
            double middle = ((i + 0.5) * cell) + 4;
            string name = Markup.Escape(names[i]);
            html.Append($"<text class=\"tick end\" x=\"{Figures.Pixel(left - 7)}\" y=\"{Figures.Pixel(top + middle)}\">{name}</text>");
            string x = Figures.Pixel(left + middle), y = Figures.Pixel(top - 7);
            html.Append(isTurned
                ? $"<text class=\"tick\" x=\"{x}\" y=\"{y}\" transform=\"rotate(-90 {x} {y})\">{name}</text>\n"
                : $"<text class=\"tick mid\" x=\"{Figures.Pixel(left + middle - 4)}\" y=\"{y}\">{name}</text>\n");
        }
    }

    private static void Cells(
        StringBuilder html, ConfusionMatrix matrix, IReadOnlyList<string> names, double cell, double left, double top, bool hasNumbers)
    {
        int classes = matrix.Classes;
        double worst = Enumerable.Range(0, classes)
            .Max(a => Enumerable.Range(0, classes).Max(p => a == p ? 0 : Share(matrix, a, p)));
        for (int actual = 0; actual < classes; actual++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
            {
                long count = matrix[actual, predicted];
                if (count == 0 && !hasNumbers) continue;
                bool isRight = actual == predicted;
                double share = Share(matrix, actual, predicted), strength = isRight ? share : worst == 0 ? 0 : share / worst;
                double x = left + (predicted * cell), y = top + (actual * cell);
                string side = Figures.Pixel(cell - (hasNumbers ? 1.5 : 0.5));
                string place = $"x=\"{Figures.Pixel(x)}\" y=\"{Figures.Pixel(y)}\" width=\"{side}\" height=\"{side}\"";
                html.Append($"<g><rect class=\"cell\" {place}/>");
                if (count > 0)
                {
                    string opacity = Figures.Pixel(0.12 + (0.88 * strength));
                    html.Append($"<rect class=\"{(isRight ? "right" : "wrong")}\" {place} fill-opacity=\"{opacity}\"/>");
                }

                if (hasNumbers)
                {
                    string kind = count == 0 ? "number none" : "number";
                    string middle = Figures.Pixel(x + (cell / 2) - 0.75), line = Figures.Pixel(y + (cell / 2) + 3.5);
                    html.Append($"<text class=\"{kind}\" x=\"{middle}\" y=\"{line}\">");
                    html.Append($"{Figures.Count(count)}</text>");
                }

                html.Append($"<title>{Markup.Escape(names[actual])} taken for {Markup.Escape(names[predicted])}: ");
                html.Append($"{Figures.Count(count)}, {Figures.Percent(share)} of {Markup.Escape(names[actual])}</title></g>\n");
            }
        }
    }

    private static double Share(ConfusionMatrix matrix, int actual, int predicted)
    {
        long all = matrix.Support(actual);
        return all == 0 ? 0 : (double)matrix[actual, predicted] / all;
    }
}
