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

    /// <summary>A number for the key of each item.</summary>
    private readonly List<int> _ids;

    private RunFinder(IReadOnlyList<CodeItem> items, int overhead, Func<Place, string?> owner)
    {
        _items = [.. items];
        _ids = [.. items.Select(Id)];
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
                _ids.RemoveRange(run.Start, run.Count * period);
                _ids.Insert(run.Start, Id(folded));
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
        for (int i = period; i <= _ids.Count; i++)
        {
            if (i < _ids.Count && _ids[i] == _ids[i - period]) continue;
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
        int[] breaks = Breaks(start, end, period);
        return Enumerable.Range(start, slack + 1)
            .Select(s => Longest(s, (end - s) / period, period, k => breaks[s + ((k + 1) * period) - start] > breaks[s + (k * period) - start]))
            .Where(r => r.Count > 1 && r.Saving > _overhead)
            .OrderByDescending(r => r.Saving).ThenBy(r => r.Owners(_owner)).ThenBy(r => r.Start)
            .FirstOrDefault();
    }

    /// <summary>How many items of a stretch, up to each, have a place that does not move on by the step by which it came.</summary>
    private int[] Breaks(int start, int end, int period)
    {
        int[] breaks = new int[end - start + 1];
        for (int i = start; i < end; i++)
        {
            bool isInside = i >= start + period && i < end - period;
            breaks[i - start + 1] = breaks[i - start] + (isInside && !IsRegular(_items[i - period], _items[i], _items[i + period]) ? 1 : 0);
        }

        return breaks;
    }

    private static bool IsRegular(CodeItem before, CodeItem item, CodeItem after)
    {
        for (int p = 0; p < item.Places.Count; p++)
        {
            var place = item.Places[p];
            if (place.IsNumber) continue;
            if (before.Places[p].StepTo(place) is not { } step || place.StepTo(after.Places[p]) != step) return false;
        }

        return true;
    }

    /// <summary>
    /// The most of <paramref name="count"/> iterations that repeat: no place but the first and the last may break the step.
    /// </summary>
    private Run Longest(int start, int count, int period, Func<int, bool> isBreak)
    {
        List<int> edges = [0, .. Enumerable.Range(1, Math.Max(0, count - 2)).Where(isBreak), count - 1];
        int first = 0, last = Math.Min(count, 2) - 1;
        for (int e = 0; e + 1 < edges.Count; e++)
        {
            int from = e == 0 ? 0 : edges[e] - 1, to = e + 2 == edges.Count ? count - 1 : edges[e + 1] + 1;
            if (to - from == 3 && !MovesOn(start + ((from + 1) * period), period)) to--;
            if (to - from > last - first) (first, last) = (from, to);
        }

        return new Run(_items, start + (first * period), last - first + 1, period);
    }

    /// <summary>Whether each place of an iteration is of the same list as that of the next.</summary>
    private bool MovesOn(int start, int period) => Enumerable.Range(start, period).All(i => Enumerable.Range(0, _items[i].Places.Count).All(
        p => _items[i].Places[p].IsNumber || _items[i].Places[p].StepTo(_items[i + period].Places[p]) is not null));

    /// <summary>Some iterations, one after the other, whose places move on regularly.</summary>
    private sealed class Run
    {
        private const int PicksOnALine = 6;

        private readonly IReadOnlyList<CodeItem> _items;
        private readonly int _period;

        public Run(IReadOnlyList<CodeItem> items, int start, int count, int period)
        {
            (_items, Start, Count, _period) = (items, start, count, period);
            Saving = ((Count - 1) * Body.Sum(i => i.Lines)) - LinesOfPicks();
        }

        public int Start { get; }

        public int Count { get; }

        /// <summary>The lines that it saves.</summary>
        public int Saving { get; }

        private IEnumerable<CodeItem> Body => _items.Skip(Start).Take(_period);

        /// <summary>The lines that it takes to pick the numbers that differ.</summary>
        private int LinesOfPicks() => (1 + (Count / PicksOnALine)) * Places()
            .Where(Picks)
            .Select(p => string.Join(" ", Iterations(p).Select(i => i.Index))).Distinct().Count();

        /// <summary>Whether a place is a number that differs between iterations.</summary>
        private bool Picks((int Item, int Place) place)
        {
            var first = _items[place.Item].Places[place.Place];
            for (int k = 1; first.IsNumber && k < Count; k++)
            {
                if (_items[place.Item + (k * _period)].Places[place.Place].Index != first.Index) return true;
            }

            return false;
        }

        /// <summary>The places of the first iteration.</summary>
        private IEnumerable<(int Item, int Place)> Places()
        {
            for (int i = Start; i < Start + _period; i++)
            {
                for (int p = 0; p < _items[i].Places.Count; p++) yield return (i, p);
            }
        }

        /// <summary>A place in all iterations.</summary>
        private IEnumerable<Place> Iterations((int Item, int Place) place) =>
            Enumerable.Range(0, Count).Select(k => _items[place.Item + (k * _period)].Places[place.Place]);

        /// <summary>The number of instances of blocks that an iteration has to do with.</summary>
        public int Owners(Func<Place, string?> owner) => _items.Skip(Start + (Count / 2 * _period)).Take(_period)
            .SelectMany(i => i.Places).Select(owner).OfType<string>().Distinct().Count();

        /// <summary>The repetition as an item.</summary>
        public RepeatedItem Fold()
        {
            var own = new List<Place>();
            var slots = Places().Select(p => Slot([.. Iterations(p)], own)).ToEquatableArray();
            var body = Enumerable.Range(Start, _period)
                .Select(i => Merge([.. Enumerable.Range(0, Count).Select(k => _items[i + (k * _period)])])).ToList();
            return new RepeatedItem(Count, body, slots, own.ToEquatableArray());
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
