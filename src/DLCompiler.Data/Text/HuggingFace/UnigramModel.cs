namespace DLCompiler.Data;

/// <summary>The tokens of a word whose log probabilities have the largest sum (Viterbi).</summary>
/// <remarks>Kudo, Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates, 2018.</remarks>
internal sealed class UnigramModel : SubwordModel
{
    // What is unknown is worse than any token by this much, as in SentencePiece.
    private const double UnknownPenalty = 10;

    private readonly TextTrie _trie;
    private readonly double[] _scores;
    private readonly double _unknownScore;
    private readonly bool _fallsBack;

    private UnigramModel(string file, Dictionary<string, int> ids, int? unknown, TextTrie trie, double[] scores, bool fallsBack)
        : base(file, ids, unknown)
    {
        (_trie, _scores, _fallsBack) = (trie, scores, fallsBack);
        _unknownScore = scores.DefaultIfEmpty().Min() - UnknownPenalty;
    }

    public static UnigramModel Load(TextJson state)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var trie = new TextTrie();
        var scores = new List<double>();
        foreach (var entry in state["vocab"].Items())
        {
            TextJson[] pair = [.. entry.Items()];
            if (pair.Length != 2) throw entry.Wrong("is no pair of a token and its score");
            string token = pair[0].Text();
            if (!ids.TryAdd(token, scores.Count)) throw entry.Wrong($"the token '{token}' is there twice");
            if (token.Length > 0) trie.Add(token, scores.Count);
            scores.Add(pair[1].Number());
        }

        int? unknown = state.Find("unk_id")?.Integer();
        if (unknown >= scores.Count) throw state["unk_id"].Wrong($"is none of the {scores.Count} tokens");
        bool fallsBack = state.Find("byte_fallback")?.Flag() ?? false;
        return new UnigramModel(state.File, ids, unknown, trie, [.. scores], fallsBack);
    }

    public override void Encode(string word, List<int> tokens)
    {
        bool wasUnknown = false;
        int unknownStart = 0;
        foreach (var (id, start, end) in Best(word))
        {
            if (id >= 0)
            {
                if (wasUnknown) AddUnknown(word[unknownStart..start], tokens);
                tokens.Add(id);
                wasUnknown = false;
                continue;
            }

            // Unknown characters side by side are one token.
            if (!wasUnknown) unknownStart = start;
            wasUnknown = true;
        }

        if (wasUnknown) AddUnknown(word[unknownStart..], tokens);
    }

    private void AddUnknown(string part, List<int> tokens)
    {
        if (_fallsBack && ByteTokens(part) is { } bytes) tokens.AddRange(bytes);
        else tokens.Add(UnknownFor(part));
    }

    /// <summary>The best tokens from left to right; -1 for a character that is unknown.</summary>
    private List<(int Id, int Start, int End)> Best(string word)
    {
        var best = new (double Score, int Id, int Start)[word.Length + 1];
        for (int i = 1; i <= word.Length; i++) best[i] = (0, -1, -1);
        for (int start = 0; start < word.Length;)
        {
            double sum = best[start].Score;
            int character = Runes.LengthAt(word, start);
            bool isKnown = false;
            foreach (var (id, length) in _trie.At(word, start))
            {
                Offer(start + length, sum + _scores[id], id);
                isKnown |= length == character;
            }

            if (!isKnown) Offer(start + character, sum + _unknownScore, -1);
            start += character;

            void Offer(int end, double score, int id)
            {
                if (best[end].Start < 0 || score > best[end].Score) best[end] = (score, id, start);
            }
        }

        var path = new List<(int, int, int)>();
        for (int end = word.Length; end > 0; end = best[end].Start) path.Add((best[end].Id, best[end].Start, end));
        path.Reverse();
        return path;
    }
}
