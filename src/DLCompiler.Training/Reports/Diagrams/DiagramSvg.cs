using System.Text;

namespace DLCompiler;

/// <summary>Writes a diagram as SVG.</summary>
internal static class DiagramSvg
{
    private const double Margin = 8, Corner = 7, Stripe = 4;

    /// <summary>Names of this picture alone, as it may stand in a page with others.</summary>
    private const string Style = """
        .dlc-net{--ink:#1f2328;--soft:#57606a;--line:#6e7781;--box:#ffffff;--edge:#c4cad1;--frame:#f3f5f8;
        --map:#1b6ec2;--conv:#0f7b6c;--norm:#8a63d2;--time:#b8500a;--look:#b02a6b;--other:#7a828c;
        font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        @media (prefers-color-scheme:dark){.dlc-net{--ink:#e6edf3;--soft:#a3afbb;--line:#8b96a3;--box:#1d232b;--edge:#46505c;
        --frame:#151a20;--map:#6cb0ff;--conv:#4fc3a1;--norm:#c0a1ff;--time:#ffa657;--look:#f58cc0;--other:#8b96a3}}
        .dlc-net text{fill:var(--soft);text-anchor:middle}.dlc-net .name{fill:var(--ink);font-weight:600}
        .dlc-net .node{fill:var(--box);stroke:var(--edge)}.dlc-net .group{fill:var(--frame);stroke:var(--edge)}
        .dlc-net .input{fill:none;stroke:var(--line);stroke-dasharray:4 3}
        .dlc-net .edge{fill:none;stroke:var(--line);stroke-width:1.4}.dlc-net .tip{fill:var(--line)}
        .dlc-net .back{fill:none;stroke:var(--edge)}
        """;

    private static readonly (string Class, string[] Parts)[] Families =
    [
        ("conv", ["Conv"]), ("norm", ["Norm"]), ("time", ["Lstm", "Gru", "Rnn"]), ("look", ["Attention", "Embedding"]), ("map", ["Linear"]),
    ];

    public static string Write(string name, DiagramLayout layout)
    {
        var svg = new StringBuilder();
        string width = Figures.Pixel(layout.Width + (2 * Margin)), height = Figures.Pixel(layout.Height + (2 * Margin));
        string view = $"{Figures.Pixel(-Margin)} {Figures.Pixel(-Margin)} {width} {height}";
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dlc-net\" width=\"{width}\" height=\"{height}\" ");
        svg.Append($"viewBox=\"{view}\" role=\"img\" aria-label=\"{Markup.Escape(name)}\">\n");
        svg.Append("<style>").Append(Style).Append("</style>\n");
        svg.Append("<defs><marker id=\"dlc-tip\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" ");
        svg.Append("orient=\"auto\"><path class=\"tip\" d=\"M0,0.5 L8,4 L0,7.5 Z\"/></marker></defs>\n");

        // Frames first, then edges, then boxes: an edge that ends at a box is not hidden by the frame around it.
        foreach (var node in layout.Nodes.Where(n => n.Node.Inner is not null)) Box(svg, node);
        foreach (string path in layout.Edges) svg.Append($"<path class=\"edge\" d=\"{path}\" marker-end=\"url(#dlc-tip)\"/>\n");
        foreach (var node in layout.Nodes.Where(n => n.Node.Inner is null)) Box(svg, node);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Box(StringBuilder svg, PlacedNode placed)
    {
        var node = placed.Node;
        bool isGroup = node.Inner is not null;
        string place = $"x=\"{Figures.Pixel(placed.X)}\" y=\"{Figures.Pixel(placed.Y)}\"";
        string size = $"width=\"{Figures.Pixel(placed.Width)}\" height=\"{Figures.Pixel(placed.Height)}\"";
        string kind = isGroup ? "group" : node.IsInput ? "input" : "node";
        double corner = node.IsInput ? placed.Height / 2 : Corner;
        svg.Append($"<g><title>{Markup.Escape(string.Join("\n", node.Details.Prepend(node.Title)))}</title>");
        if (node.Repeats > 1)
        {
            string behind = $"x=\"{Figures.Pixel(placed.X + 4)}\" y=\"{Figures.Pixel(placed.Y + 4)}\"";
            svg.Append($"<rect class=\"back\" {behind} {size} rx=\"{Figures.Pixel(corner)}\"/>");
        }

        svg.Append($"<rect class=\"{kind}\" {place} {size} rx=\"{Figures.Pixel(corner)}\"/>");
        if (kind == "node")
        {
            double length = placed.Height - (2 * Corner);
            svg.Append($"<rect x=\"{Figures.Pixel(placed.X)}\" y=\"{Figures.Pixel(placed.Y + Corner)}\" ");
            svg.Append($"width=\"{Figures.Pixel(Stripe)}\" ");
            svg.Append($"height=\"{Figures.Pixel(length)}\" style=\"fill:var(--{Family(node.Kind!)})\"/>");
        }

        string middle = Figures.Pixel(placed.X + (placed.Width / 2));
        double line = placed.Y + DiagramLayout.PaddingY + DiagramLayout.FontSize;
        svg.Append($"<text class=\"name\" x=\"{middle}\" y=\"{Figures.Pixel(line)}\">{Markup.Escape(node.Title)}</text>");
        foreach (string detail in node.Details)
        {
            line += DiagramLayout.LineHeight;
            svg.Append($"<text x=\"{middle}\" y=\"{Figures.Pixel(line)}\">{Markup.Escape(detail)}</text>");
        }

        svg.Append("</g>\n");
    }

    private static string Family(string kind)
    {
        foreach (var (family, parts) in Families)
        {
            if (parts.Any(p => kind.Contains(p, StringComparison.OrdinalIgnoreCase))) return family;
        }

        return "other";
    }
}
