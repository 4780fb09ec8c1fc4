namespace DLCompiler;

/// <summary>A box in its place.</summary>
internal sealed record PlacedNode(DiagramNode Node, double X, double Y, double Width, double Height);

/// <summary>A diagram whose boxes and edges have places, in pixels from its upper left corner.</summary>
internal sealed class DiagramLayout
{
    /// <summary>The size of a line of text, and its height with the room above and below.</summary>
    public const double FontSize = 13, LineHeight = 18;

    /// <summary>From a box's border to its text.</summary>
    public const double PaddingX = 16, PaddingY = 9;

    private const double Gap = 26, Bend = 6, RankGap = 34, Frame = 18, LeastWidth = 92;

    // No font is at hand to measure with: wider than the mean sign of common ones.
    private const double SignWidth = 0.58 * FontSize, BoldSignWidth = 0.64 * FontSize;

    private readonly List<PlacedNode> _nodes = [];
    private readonly List<string> _edges = [];

    private DiagramLayout()
    {
    }

    /// <summary>The boxes, each before those that are in it.</summary>
    public IReadOnlyList<PlacedNode> Nodes => _nodes;

    /// <summary>The edges, as paths of SVG.</summary>
    public IReadOnlyList<string> Edges => _edges;

    public double Width { get; private init; }

    public double Height { get; private init; }

    /// <summary>Finds a place for everything.</summary>
    public static DiagramLayout Of(DiagramScope scope)
    {
        var part = new Part(scope);
        var layout = new DiagramLayout { Width = part.Width, Height = part.Height };
        part.Place(layout, 0, 0);
        return layout;
    }

    private static double TextWidth(DiagramNode node) =>
        Math.Max(node.Title.Length * BoldSignWidth, node.Details.Select(d => d.Length * SignWidth).DefaultIfEmpty().Max());

    private static double TextHeight(DiagramNode node) => (2 * PaddingY) + ((1 + node.Details.Count) * LineHeight);

    /// <summary>A scope whose sizes are known, and not yet where it is.</summary>
    private sealed class Part
    {
        private readonly DiagramScope _scope;
        private readonly Part?[] _inner;
        private readonly (double Width, double Height)[] _sizes;
        private readonly LayeredGraph _graph;
        private readonly double[] _tops;
        private readonly double[] _bottoms;

        public Part(DiagramScope scope)
        {
            _scope = scope;
            _inner = [.. scope.Nodes.Select(n => n.Inner is { } inner ? new Part(inner) : null)];
            _sizes = [.. scope.Nodes.Select((n, i) => Size(n, _inner[i]))];
            _graph = new LayeredGraph([.. _sizes.Select(s => s.Width)], scope.Edges, Gap, Bend);
            (_tops, _bottoms) = (new double[_graph.RankCount], new double[_graph.RankCount]);
            for (int i = 0; i < _sizes.Length; i++)
            {
                ref double height = ref _bottoms[_graph.RankOf(i)];
                height = Math.Max(height, _sizes[i].Height);
            }

            for (int rank = 0; rank < _tops.Length; rank++)
            {
                _tops[rank] = rank == 0 ? 0 : _bottoms[rank - 1] + RankGap;
                _bottoms[rank] += _tops[rank];
            }

            Height = _bottoms.DefaultIfEmpty().Max();
            Width = _sizes.Select((s, i) => _graph.CenterOf(i) + (s.Width / 2))
                .Concat(_graph.Routes.SelectMany(r => r).Select(v => _graph.CenterOf(v) + Bend))
                .DefaultIfEmpty().Max();
        }

        public double Width { get; }

        public double Height { get; }

        public void Place(DiagramLayout layout, double x, double y)
        {
            for (int i = 0; i < _sizes.Length; i++)
            {
                var node = _scope.Nodes[i];
                var (width, height) = _sizes[i];
                double left = x + _graph.CenterOf(i) - (width / 2), top = y + _tops[_graph.RankOf(i)];
                layout._nodes.Add(new PlacedNode(node, left, top, width, height));
                if (_inner[i] is { } inner) inner.Place(layout, left + ((width - inner.Width) / 2), top + TextHeight(node));
            }

            foreach (var route in _graph.Routes) layout._edges.Add(Path(route, x, y));
        }

        private static (double Width, double Height) Size(DiagramNode node, Part? inner)
        {
            double width = Math.Max(LeastWidth, TextWidth(node) + (2 * PaddingX));
            if (inner is null) return (node.IsInput ? TextWidth(node) + (2 * PaddingX) : width, TextHeight(node));
            return (Math.Max(width, inner.Width + (2 * Frame)), TextHeight(node) + inner.Height + Frame);
        }

        /// <summary>Straight down beside boxes, bent only between the ranks: no edge crosses a box.</summary>
        private string Path(List<int> route, double x, double y)
        {
            double column = x + _graph.CenterOf(route[0]), height = y + _tops[_graph.RankOf(route[0])] + _sizes[route[0]].Height;
            var path = new System.Text.StringBuilder("M").Append(Point(column, height));
            for (int i = 1; i < route.Count; i++)
            {
                int rank = _graph.RankOf(route[i]);
                double start = y + _bottoms[rank - 1], end = y + _tops[rank], middle = (start + end) / 2;
                double next = x + _graph.CenterOf(route[i]);
                if (height < start) path.Append(" L").Append(Point(column, start));
                if (Math.Abs(next - column) < 0.5) path.Append(" L").Append(Point(next, end));
                else path.Append($" C{Point(column, middle)} {Point(next, middle)} {Point(next, end)}");
                (column, height) = (next, end);
            }

            return path.ToString();
        }

        private static string Point(double x, double y) => $"{Figures.Pixel(x)},{Figures.Pixel(y)}";
    }
}
