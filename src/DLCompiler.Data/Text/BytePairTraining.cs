using System.Runtime.InteropServices;

namespace DLCompiler.Data;

/// <summary>
/// Finds the merges of byte pair encoding: the pair of neighbours that is most frequent becomes one token, again and again. Counts are
/// kept up to date by the places where a merge happens, so that a merge costs as many steps as it has places.
/// </summary>
internal sealed class BytePairTraining
{
    private readonly List<int> _tokens = [];
    private readonly List<int> _previous = [];
    private readonly List<int> _next = [];
    private readonly List<long> _weights = [];
    private readonly Dictionary<(int Left, int Right), Pair> _pairs = [];

    /// <summary>By count, and where counts are equal by the lowest ids.</summary>
    private readonly PriorityQueue<(int Left, int Right), (long NegativeCount, int Left, int Right)> _queue = new();

    /// <summary>Adds a word and the times that it occurs.</summary>
    public void Add(IReadOnlyList<int> word, long count)
    {
        int start = _tokens.Count;
        for (int i = 0; i < word.Count; i++)
        {
            _tokens.Add(word[i]);
            _weights.Add(count);
            _previous.Add(i == 0 ? -1 : start + i - 1);
            _next.Add(i == word.Count - 1 ? -1 : start + i + 1);
        }

        for (int i = 0; i + 1 < word.Count; i++) Gain(start + i);
    }

    /// <summary>The merges, as pairs of ids; the first one makes the token <paramref name="firstId"/>.</summary>
    /// <param name="firstId">The id of the first new token.</param>
    /// <param name="most">The most merges.</param>
    /// <param name="minimumCount">The times that a pair must occur to be merged.</param>
    /// <param name="maximumLength">The most first tokens that a new token may be made of.</param>
    public List<(int Left, int Right)> Run(int firstId, int most, int minimumCount, int maximumLength)
    {
        var merges = new List<(int, int)>();
        var lengths = new List<int>();
        foreach (var (pair, state) in _pairs) _queue.Enqueue(pair, (-state.Count, pair.Left, pair.Right));
        while (merges.Count < most && _queue.TryDequeue(out var pair, out var priority))
        {
            // A count that fell after the pair was queued makes it wait for its turn; one that rose was queued again.
            long count = _pairs.TryGetValue(pair, out var state) ? state.Count : 0;
            if (count < minimumCount) continue;
            if (count != -priority.NegativeCount)
            {
                _queue.Enqueue(pair, (-count, pair.Left, pair.Right));
                continue;
            }

            int length = Length(pair.Left) + Length(pair.Right);
            if (length > maximumLength) continue;
            lengths.Add(length);
            Merge(pair, state!, firstId + merges.Count);
            merges.Add(pair);
        }

        return merges;

        int Length(int id) => id < firstId ? 1 : lengths[id - firstId];
    }

    private void Merge((int Left, int Right) pair, Pair state, int id)
    {
        _pairs.Remove(pair);
        var made = new HashSet<(int Left, int Right)>();

        // From left to right: of three equal tokens the first two become one.
        state.Places.Sort();
        foreach (int at in state.Places)
        {
            int right = _next[at];
            if (_tokens[at] != pair.Left || right < 0 || _tokens[right] != pair.Right) continue;
            int before = _previous[at];
            int after = _next[right];
            if (before >= 0) Lose(before);
            if (after >= 0) Lose(right);
            _tokens[at] = id;
            _tokens[right] = -1;
            _next[at] = after;
            if (after >= 0) _previous[after] = at;
            if (before >= 0) made.Add(Gain(before));
            if (after >= 0) made.Add(Gain(at));
        }

        // A pair that came may have gone again: of four equal tokens the first two, and then the new one beside the third.
        foreach (var key in made)
        {
            if (_pairs.TryGetValue(key, out var gained)) _queue.Enqueue(key, (-gained.Count, key.Left, key.Right));
        }
    }

    private (int Left, int Right) Gain(int at)
    {
        var key = (_tokens[at], _tokens[_next[at]]);
        ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairs, key, out _);
        pair ??= new Pair();
        pair.Count += _weights[at];
        pair.Places.Add(at);
        return key;
    }

    private void Lose(int at)
    {
        var key = (_tokens[at], _tokens[_next[at]]);
        if (_pairs.TryGetValue(key, out var pair) && (pair.Count -= _weights[at]) <= 0) _pairs.Remove(key);
    }

    private sealed class Pair
    {
        public long Count { get; set; }

        public List<int> Places { get; } = [];
    }
}
