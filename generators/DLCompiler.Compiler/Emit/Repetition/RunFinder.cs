namespace DLCompiler.Compiler.Emit.Repetition;

/// <summary>
/// Finds what repeats in a sequence of code: stretches in which every item equals the one a period before, but for places that
/// move on regularly. Short periods come first, so that repetitions nest.
/// </summary>
internal sealed class RunFinder
{
    private readonly int _overhead;
    private readonly Func<Place, string?> _owner;
    private readonly Dictionary<string, int> _keys = new(StringComparer.Ordinal);
    private readonly List<CodeItem> _items;
    private int[] _ids = [];

    private RunFinder(IReadOnlyList<CodeItem> items, int overhead, Func<Place, string?> owner)
    {
        _items = [.. items];
        _overhead = overhead;
        _owner = owner;
    }

    /// <summary>The items, with repetitions where they save more than <paramref name="overhead"/> lines.</summary>
    /// <param name="items">In order.</param>
    /// <param name="overhead">The lines that a repetition takes.</param>
    /// <param name="owner">
    /// Says to which instance of a block a place belongs, where it does: an iteration had better use those of one.
    /// </param>
    public static IReadOnlyList<CodeItem> Find(IReadOnlyList<CodeItem> items, int overhead, Func<Place, string?>? owner = null)
    {
        var finder = new RunFinder(items, overhead, owner ?? (_ => null));
        while (finder.FoldOnce())
        {
        }

        return finder._items;
    }

    /// <summary>Folds all repetitions of the shortest period that has one.</summary>
    private bool FoldOnce()
    {
        _ids = [.. _items.Select(Id)];
        for (int period = 1; period <= _items.Count / 2; period++)
        {
            var runs = Stretches(period).Select(s => BestRun(s.Start, s.End, period)).OfType<Run>().ToList();
            int limit = _items.Count;
            foreach (var run in Enumerable.Reverse(runs))
            {
                if (run.Start + (run.Count * period) > limit) continue;
                limit = run.Start;
                var folded = run.Fold();
                _items.RemoveRange(run.Start, run.Count * period);
                _items.Insert(run.Start, folded);
            }

            if (runs.Count > 0) return true;
        }

        return false;
    }

    private int Id(CodeItem item)
    {
        if (!_keys.TryGetValue(item.Key, out int id)) _keys[item.Key] = id = _keys.Count;
        return id;
    }

    /// <summary>The longest stretches of at least two periods in which every item has the key of the one a period before.</summary>
    private IEnumerable<(int Start, int End)> Stretches(int period)
    {
        int start = 0;
        for (int i = period; i <= _ids.Length; i++)
        {
            if (i < _ids.Length && _ids[i] == _ids[i - period]) continue;
            if (i - start >= 2 * period) yield return (start, i);
            start = i - period + 1;
        }
    }

    /// <summary>
    /// The repetition of a stretch that saves most; of several, the one whose iterations each use what belongs to one block.
    /// Null where none is worth it.
    /// </summary>
    private Run? BestRun(int start, int end, int period)
    {
        int slack = (end - start) % period;
        return Enumerable.Range(start, slack + 1)
            .Select(s => Run.Longest(_items, s, (end - s) / period, period))
            .Where(r => r.Count > 1 && r.Saving > _overhead)
            .OrderByDescending(r => r.Saving).ThenBy(r => r.Owners(_owner)).ThenBy(r => r.Start)
            .FirstOrDefault();
    }

    /// <summary>Some iterations, one after the other, whose places move on regularly.</summary>
    private sealed class Run
    {
        private const int PicksOnALine = 6;

        private readonly IReadOnlyList<CodeItem> _items;
        private readonly int _period;

        /// <summary>The places by iteration.</summary>
        private readonly List<Place[]> _places;

        private Run(IReadOnlyList<CodeItem> items, int start, int period, List<Place[]> places)
        {
            (_items, Start, _period, _places) = (items, start, period, places);
            Saving = ((Count - 1) * Enumerable.Range(Start, _period).Sum(i => _items[i].Lines)) - Picks();
        }

        public int Start { get; }

        public int Count => _places.Count;

        /// <summary>The lines that it saves.</summary>
        public int Saving { get; }

        /// <summary>The lines that it takes to pick the numbers that differ.</summary>
        private int Picks() => (1 + (Count / PicksOnALine)) * Enumerable.Range(0, _places[0].Length)
            .Where(p => _places[0][p].IsNumber && _places.Any(i => i[p].Index != _places[0][p].Index))
            .Select(p => string.Join(" ", _places.Select(i => i[p].Index))).Distinct().Count();

        /// <summary>The number of instances of blocks that an iteration has to do with.</summary>
        public int Owners(Func<Place, string?> owner) => _places[Count / 2].Select(owner).OfType<string>().Distinct().Count();

        /// <summary>
        /// The most of <paramref name="count"/> iterations that do: no place but the first and the last may break the step.
        /// </summary>
        public static Run Longest(IReadOnlyList<CodeItem> items, int start, int count, int period)
        {
            var places = Enumerable.Range(0, count)
                .Select(k => Enumerable.Range(start + (k * period), period).SelectMany(i => items[i].Places).ToArray()).ToList();
            var breaks = Enumerable.Range(1, Math.Max(0, count - 2)).Where(k => !IsRegularAt(places, k)).ToList();
            List<int> edges = [0, .. breaks, count - 1];
            int first = 0, last = Math.Min(count, 2) - 1;
            for (int e = 0; e + 1 < edges.Count; e++)
            {
                int from = e == 0 ? 0 : edges[e] - 1, to = e + 2 == edges.Count ? count - 1 : edges[e + 1] + 1;
                if (to - from == 3 && !IsRegularFrom(places, from + 1)) to--;
                if (to - from > last - first) (first, last) = (from, to);
            }

            return new Run(items, start + (first * period), period, places.GetRange(first, last - first + 1));
        }

        /// <summary>The repetition as an item.</summary>
        public RepeatedItem Fold()
        {
            var own = new List<Place>();
            var slots = Enumerable.Range(0, _places[0].Length).Select(p => Slot([.. _places.Select(i => i[p])], own)).ToEquatableArray();
            var body = Enumerable.Range(Start, _period)
                .Select(i => Merge([.. Enumerable.Range(0, Count).Select(k => _items[i + (k * _period)])])).ToList();
            return new RepeatedItem(Count, body, slots, own.ToEquatableArray());
        }

        private static bool IsRegularFrom(List<Place[]> places, int k) =>
            Enumerable.Range(0, places[k].Length)
                .All(p => places[k][p].IsNumber || places[k][p].StepTo(places[k + 1][p]) is not null);

        private static bool IsRegularAt(List<Place[]> places, int k)
        {
            for (int p = 0; p < places[k].Length; p++)
            {
                if (places[k][p].IsNumber) continue;
                if (places[k - 1][p].StepTo(places[k][p]) is not { } step || places[k][p].StepTo(places[k + 1][p]) != step) return false;
            }

            return true;
        }

        /// <summary>A place in all iterations. The middle ones tell the step.</summary>
        private static Slot Slot(Place[] places, List<Place> own)
        {
            if (places[0].IsNumber && places.Any(p => p != places[0]))
                return new Slot(own.Count, 0, null, null) { All = places.Select(Own).ToEquatableArray() };
            int last = places.Length - 1, middle = last < 3 ? 0 : 1;
            int? step = places[middle].StepTo(places[middle + 1]);
            if (step is null && last == 2) step = places[middle = 1].StepTo(places[2]);
            var start = places[middle].Shift(-middle * (step ?? 0));
            return new Slot(
                Own(start), step ?? 0, places[0] == start ? null : Own(places[0]),
                places[last] == start.Shift(last * (step ?? 0)) ? null : Own(places[last]));

            int Own(Place place)
            {
                own.Add(place);
                return own.Count - 1;
            }
        }

        /// <summary>The items that stand at one place of the body, as one.</summary>
        private static CodeItem Merge(IReadOnlyList<CodeItem> items) => items[0] switch
        {
            SingleItem single => single with { Numbers = [.. items.SelectMany(i => ((SingleItem)i).Numbers)] },
            RepeatedItem repeated => repeated with
            {
                Body = [.. Enumerable.Range(0, repeated.Body.Count).Select(b => Merge([.. items.Select(i => ((RepeatedItem)i).Body[b])]))],
            },
            _ => throw new InvalidOperationException(items[0].GetType().Name),
        };
    }
}
