namespace DLCompiler.Samples.Words;

/// <summary>A word with the logarithm of how probable it is.</summary>
internal readonly record struct ScoredWord(string Word, double LogProbability);

/// <summary>Makes up words.</summary>
/// <param name="model">The network.</param>
/// <param name="stops">The signs after which a word is over; the end of a word is always one.</param>
internal sealed class WordWriter(WordGptStep model, IReadOnlyCollection<int> stops)
{
    private const int LongestWord = 24;

    private readonly HashSet<int> _stops = [Alphabet.End, .. stops];

    /// <summary>Draws words sign by sign.</summary>
    /// <param name="count">How many.</param>
    /// <param name="start">How they begin.</param>
    /// <param name="sampling">How signs are drawn.</param>
    /// <param name="random">Where chance comes from.</param>
    public string[] Draw(int count, string start, Sampling sampling, Random random)
    {
        var cache = Started(start, count);
        var words = new List<int>[count];
        for (int i = 0; i < count; i++) words[i] = [.. Alphabet.Encode(start)];
        var isOver = new bool[count];
        var signs = new int[count];
        while (words.Max(word => word.Count) < LongestWord)
        {
            for (int i = 0; i < count; i++)
            {
                signs[i] = isOver[i] ? Alphabet.End : sampling.Draw(cache.LogitsOf(i), random);
                if (!isOver[i]) words[i].Add(signs[i]);
                isOver[i] |= _stops.Contains(signs[i]);
            }

            if (isOver.All(over => over)) break;
            cache.Read(signs);
        }

        return [.. words.Select(Alphabet.Decode)];
    }

    /// <summary>Beam search: the likeliest words among those that go on from the likeliest beginnings.</summary>
    /// <param name="beams">How many beginnings are followed, and words found at most.</param>
    /// <param name="start">How they begin.</param>
    /// <returns>The words, likeliest first.</returns>
    public ScoredWord[] Search(int beams, string start)
    {
        var cache = Started(start, beams);
        var found = new List<ScoredWord>();
        List<Beginning> open = [new(Alphabet.Encode(start), 0, 0)];
        while (open.Count > 0 && open[0].Signs.Length < LongestWord)
        {
            var next = open.SelectMany(o => GoneOn(o, cache.LogitsOf(o.Text)))
                .OrderByDescending(o => o.LogProbability).Take(beams).ToList();
            found.AddRange(next.Where(IsOver).Select(o => new ScoredWord(Alphabet.Decode(o.Signs), o.LogProbability)));
            found = [.. found.OrderByDescending(f => f.LogProbability).Take(beams)];

            // What goes on only gets less probable, so it matters no more once enough words are better.
            double last = found.Count == beams ? found[^1].LogProbability : double.NegativeInfinity;
            open = [.. next.Where(o => !IsOver(o) && o.LogProbability > last)];
            if (open.Count == 0) break;
            int[] from = [.. Enumerable.Range(0, beams).Select(i => open[Math.Min(i, open.Count - 1)].Text)];
            int[] signs = [.. Enumerable.Range(0, beams).Select(i => open[Math.Min(i, open.Count - 1)].Signs[^1])];
            cache.Continue(from);
            cache.Read(signs);
            open = [.. open.Select((o, i) => o with { Text = i })];
        }

        return [.. found];
    }

    /// <param name="Signs">What is written of a word.</param>
    /// <param name="LogProbability">How probable that is.</param>
    /// <param name="Text">The text of the cache that has read it.</param>
    private sealed record Beginning(int[] Signs, double LogProbability, int Text);

    private bool IsOver(Beginning beginning) => _stops.Contains(beginning.Signs[^1]);

    private static IEnumerable<Beginning> GoneOn(Beginning beginning, ReadOnlySpan<float> logits)
    {
        double[] probabilities = new Sampling().Probabilities(logits);
        return probabilities.Select((p, sign) =>
            beginning with { Signs = [.. beginning.Signs, sign], LogProbability = beginning.LogProbability + Math.Log(p) });
    }

    private TextCache Started(string start, int count)
    {
        var cache = new TextCache(model, count);
        foreach (int sign in Alphabet.Encode(start).Prepend(Alphabet.End))
            cache.Read([.. Enumerable.Repeat(sign, count)]);
        return cache;
    }
}
