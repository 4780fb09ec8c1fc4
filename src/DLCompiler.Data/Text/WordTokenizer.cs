using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// A token for each word, and for each other character that is no white space. Decoding puts a space between tokens: the spaces of the
/// text are not kept.
/// </summary>
public sealed class WordTokenizer : Tokenizer
{
    internal const string StateKind = "word";

    private readonly Vocabulary _vocabulary;
    private readonly bool _lowercase;

    private WordTokenizer(Vocabulary vocabulary, bool lowercase) => (_vocabulary, _lowercase) = (vocabulary, lowercase);

    /// <inheritdoc/>
    public override int Count => _vocabulary.Count;

    /// <inheritdoc/>
    public override SpecialTokens Special => _vocabulary.Special;

    private protected override string Kind => StateKind;

    /// <summary>A tokenizer that knows the words of texts: frequent ones first, equally frequent ones by code point.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="minimumCount">The times that a word must occur to be known.</param>
    /// <param name="maximumSize">The most tokens of the vocabulary, special ones included.</param>
    /// <param name="lowercase">Whether upper and lower case are the same.</param>
    /// <param name="special">The special tokens, which have the first ids; null: all four.</param>
    /// <exception cref="ArgumentException">Two special tokens are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive, or the size has no room for special tokens.</exception>
    public static WordTokenizer Train(
        IEnumerable<string> texts,
        int minimumCount = 1,
        int maximumSize = int.MaxValue,
        bool lowercase = false,
        SpecialTokens? special = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        special ??= new SpecialTokens();
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumSize, special.All.Length);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            foreach (string word in Words(text, lowercase)) counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var known = counts.Where(c => c.Value >= minimumCount)
            .OrderByDescending(c => c.Value)
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => c.Key)
            .Take(maximumSize - special.All.Length);
        return new WordTokenizer(new Vocabulary(special, [.. known]), lowercase);
    }

    /// <inheritdoc/>
    public override int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. Words(text, _lowercase).Select(_vocabulary.IdOfText)];
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> tokens)
    {
        var words = new List<string>(tokens.Length);
        foreach (int token in tokens)
        {
            if (_vocabulary.IsShown(token)) words.Add(_vocabulary[token]);
        }

        return string.Join(' ', words);
    }

    /// <inheritdoc/>
    public override string Token(int id) => _vocabulary[id];

    /// <inheritdoc/>
    public override int? Id(string token) => _vocabulary.Id(token);

    internal static WordTokenizer FromState(TextJson state) => new(Vocabulary.FromState(state), state["lowercase"].Flag());

    private protected override JsonObject ToState()
    {
        var state = _vocabulary.ToState();
        state["lowercase"] = _lowercase;
        return state;
    }

    /// <summary>Runs of characters of words, and each other character by itself.</summary>
    private static IEnumerable<string> Words(string text, bool lowercase)
    {
        if (lowercase) text = Runes.Lower(text);
        for (int at = 0; at < text.Length;)
        {
            int start = at;
            int code = Runes.CodeAt(text, at);
            at += Runes.LengthAt(text, at);
            if (Runes.IsSpace(code)) continue;
            while (Runes.IsWord(code) && at < text.Length && Runes.IsWord(code = Runes.CodeAt(text, at))) at += Runes.LengthAt(text, at);

            // Half a surrogate pair cannot be saved as JSON.
            yield return at == start + 1 && char.IsSurrogate(text[start]) ? "\uFFFD" : text[start..at];
        }
    }
}
