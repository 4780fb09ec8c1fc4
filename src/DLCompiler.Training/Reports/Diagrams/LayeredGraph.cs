namespace DLCompiler;

/// <summary>
/// A graph in ranks: each vertex below those that feed it. An edge that passes a rank has a vertex of its own there, so that it is
/// led between the boxes (Sugiyama, Tagawa, Toda 1981, "Methods for Visual Understanding of Hierarchical System Structures").
/// </summary>
internal sealed class LayeredGraph
{
    private const int OrderSweeps = 8, PlaceSweeps = 60;
    private const double BendWeight = 8, BoxWeight = 50, MixedWeight = 0.1;

    private readonly List<Vertex> _vertices = [];
    private readonly List<List<Vertex>> _ranks = [];

    /// <param name="widths">Of the boxes.</param>
    /// <param name="edges">From a lower box to a higher one.</param>
    /// <param name="gap">The least room between two boxes.</param>
    /// <param name="bend">The room of an edge that passes a rank.</param>
    public LayeredGraph(IReadOnlyList<double> widths, IReadOnlyList<(int From, int To)> edges, double gap, double bend)
    {
        var ranks = Ranks(widths.Count, edges);
        for (int i = 0; i < widths.Count; i++) Add(ranks[i], widths[i], isBox: true, gap);
        foreach (var (from, to) in edges)
        {
            var route = new List<int> { from };
            for (int rank = ranks[from] + 1; rank < ranks[to]; rank++) route.Add(Add(rank, bend, isBox: false, gap));
            route.Add(to);
            for (int i = 1; i < route.Count; i++)
            {
                _vertices[route[i - 1]].Below.Add(_vertices[route[i]]);
                _vertices[route[i]].Above.Add(_vertices[route[i - 1]]);
            }

            Routes.Add(route);
        }

        Order();
        Place(gap);
    }

    /// <summary>The vertices that each edge goes through, its ends included; boxes have the numbers that they were given.</summary>
    public List<List<int>> Routes { get; } = [];

    /// <summary>How many ranks there are.</summary>
    public int RankCount => _ranks.Count;

    /// <summary>The rank of a vertex, from 0 at the top.</summary>
    public int RankOf(int vertex) => _vertices[vertex].Rank;

    /// <summary>The middle of a vertex from left to right.</summary>
    public double CenterOf(int vertex) => _vertices[vertex].Center;

    /// <summary>As far up as what feeds a box allows; what nothing feeds, just above the first that it feeds.</summary>
    private static int[] Ranks(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var ranks = new int[count];
        foreach (var (from, to) in edges.OrderBy(e => e.To)) ranks[to] = Math.Max(ranks[to], ranks[from] + 1);
        for (int i = 0; i < count; i++)
        {
            var fed = edges.Where(e => e.From == i).Select(e => ranks[e.To]);
            if (fed.Any() && !edges.Any(e => e.To == i)) ranks[i] = fed.Min() - 1;
        }

        return ranks;
    }

    private int Add(int rank, double width, bool isBox, double gap)
    {
        while (_ranks.Count <= rank) _ranks.Add([]);
        var vertex = new Vertex(rank, width + gap, isBox);
        _vertices.Add(vertex);
        _ranks[rank].Add(vertex);
        return _vertices.Count - 1;
    }

    /// <summary>Orders each rank by the mean place of the neighbours, so that few edges cross.</summary>
    private void Order()
    {
        foreach (var rank in _ranks) Number(rank);
        for (int sweep = 0; sweep < OrderSweeps; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            for (int i = 1; i < _ranks.Count; i++)
            {
                int at = isDown ? i : _ranks.Count - 1 - i;
                var sorted = _ranks[at].OrderBy(v => Mean(isDown ? v.Above : v.Below, v.Place)).ToList();
                Number(_ranks[at] = sorted);
            }
        }

        static void Number(List<Vertex> rank)
        {
            for (int i = 0; i < rank.Count; i++) rank[i].Place = rank.Count == 1 ? 0.5 : (double)i / (rank.Count - 1);
        }

        static double Mean(List<Vertex> neighbours, double own) =>
            neighbours.Count == 0 ? own : neighbours.Average(n => n.Place);
    }

    /// <summary>Moves vertices below each other, in their order.</summary>
    private void Place(double gap)
    {
        foreach (var rank in _ranks)
        {
            double at = -rank.Sum(v => v.Width) / 2;
            foreach (var vertex in rank)
            {
                vertex.Center = at + (vertex.Width / 2);
                at += vertex.Width;
            }
        }

        for (int sweep = 0; sweep < PlaceSweeps; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            for (int i = 0; i < _ranks.Count; i++) Move(_ranks[isDown ? i : _ranks.Count - 1 - i]);
        }

        double left = _vertices.Count == 0 ? 0 : _vertices.Min(v => v.Center - (v.Width / 2)) + (gap / 2);
        foreach (var vertex in _vertices) vertex.Center -= left;
    }

    /// <summary>
    /// Moves a rank's vertices as near to the middle of their neighbours as their order and widths allow: least squares under
    /// distances, by pooling those that would be too near.
    /// </summary>
    private static void Move(List<Vertex> rank)
    {
        var pools = new List<(double Sum, double Weight, int Count)>();
        double offset = 0;
        var offsets = new double[rank.Count];
        for (int i = 0; i < rank.Count; i++)
        {
            if (i > 0) offset += (rank[i - 1].Width + rank[i].Width) / 2;
            offsets[i] = offset;
            double weight = rank[i].IsBox ? BoxWeight : 1;
            var pool = (Sum: weight * (Wanted(rank[i]) - offset), Weight: weight, Count: 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Weight >= pool.Sum / pool.Weight)
            {
                pool = (pools[^1].Sum + pool.Sum, pools[^1].Weight + pool.Weight, pools[^1].Count + pool.Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        int at = 0;
        foreach (var (sum, weight, count) in pools)
        {
            for (int end = at + count; at < end; at++) rank[at].Center = (sum / weight) + offsets[at];
        }
    }

    /// <summary>The weighted middle of the neighbours: bends keep straight, boxes below boxes.</summary>
    private static double Wanted(Vertex vertex)
    {
        double sum = 0, weights = 0;
        foreach (var other in vertex.Above.Concat(vertex.Below))
        {
            double weight = vertex.IsBox && other.IsBox ? BoxWeight : vertex.IsBox || other.IsBox ? MixedWeight : BendWeight;
            sum += weight * other.Center;
            weights += weight;
        }

        return weights == 0 ? vertex.Center : sum / weights;
    }

    private sealed class Vertex(int rank, double width, bool isBox)
    {
        public int Rank => rank;

        /// <summary>With the room beside it.</summary>
        public double Width => width;

        public bool IsBox => isBox;

        public List<Vertex> Above { get; } = [];

        public List<Vertex> Below { get; } = [];

        /// <summary>Its place in the rank, from 0 to 1.</summary>
        public double Place { get; set; }

        public double Center { get; set; }
    }
}
