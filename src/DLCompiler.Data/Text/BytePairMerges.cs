namespace DLCompiler.Data;

/// <summary>
/// The merges of byte pair encoding: which pairs of tokens become one, the first ones first. Of equal pairs the leftmost comes first.
/// </summary>
/// <remarks>Sennrich et al., Neural Machine Translation of Rare Words with Subword Units, 2016.</remarks>
internal sealed class BytePairMerges
{
    // Words of text are short, and for them a search through all pairs is faster than a queue.
    private const int Short = 32;

    private readonly Dictionary<long, (int Rank, int Id)> _merges;

    public BytePairMerges(int capacity) => _merges = new Dictionary<long, (int, int)>(capacity);

    public int Count => _merges.Count;

    /// <summary>Adds a merge that comes after all others.</summary>
    /// <returns>Whether the pair had none.</returns>
    public bool Add(int left, int right, int id) => _merges.TryAdd(Key(left, right), (_merges.Count, id));

    /// <summary>Merges the tokens of a word until no pair of them has a merge.</summary>
    public void Apply(List<int> word)
    {
        if (word.Count < 2) return;
        if (word.Count <= Short) ApplyShort(word);
        else ApplyLong(word);
    }

    private static long Key(int left, int right) => ((long)left << 32) | (uint)right;

    private void ApplyShort(List<int> word)
    {
        while (true)
        {
            var (first, at) = ((Rank: int.MaxValue, Id: 0), -1);
            for (int i = 0; i + 1 < word.Count; i++)
            {
                if (_merges.TryGetValue(Key(word[i], word[i + 1]), out var merge) && merge.Rank < first.Rank) (first, at) = (merge, i);
            }

            if (at < 0) return;
            word[at] = first.Id;
            word.RemoveAt(at + 1);
        }
    }

    /// <summary>The same by a queue of pairs and a list of neighbours: n log n steps for n tokens.</summary>
    private void ApplyLong(List<int> word)
    {
        int count = word.Count;
        int[] tokens = [.. word];
        int[] previous = [.. Enumerable.Range(-1, count)];
        int[] next = [.. Enumerable.Range(1, count)];
        var queue = new PriorityQueue<(int At, int Left, int Right), (int Rank, int At)>(count);
        for (int i = 0; i < count; i++) Enqueue(i);
        while (queue.TryDequeue(out var pair, out _))
        {
            // Either of the two may have been merged since with another neighbour.
            int right = next[pair.At];
            if (tokens[pair.At] != pair.Left || right >= count || tokens[right] != pair.Right) continue;
            tokens[pair.At] = _merges[Key(pair.Left, pair.Right)].Id;
            tokens[right] = -1;
            next[pair.At] = next[right];
            if (next[right] < count) previous[next[right]] = pair.At;
            Enqueue(pair.At);
            if (previous[pair.At] >= 0) Enqueue(previous[pair.At]);
        }

        word.Clear();
        for (int i = 0; i < count; i = next[i]) word.Add(tokens[i]);

        void Enqueue(int at)
        {
            if (next[at] < count && _merges.TryGetValue(Key(tokens[at], tokens[next[at]]), out var merge))
                queue.Enqueue((at, tokens[at], tokens[next[at]]), (merge.Rank, at));
        }
    }
}
