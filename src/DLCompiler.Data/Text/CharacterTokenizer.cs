using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>A token for each character (Unicode scalar value). Decoding undoes encoding of text whose characters are all known.</summary>
public sealed class CharacterTokenizer : Tokenizer
{
    internal const string StateKind = "character";

    private readonly Vocabulary _vocabulary;

    private CharacterTokenizer(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <inheritdoc/>
    public override int Count => _vocabulary.Count;

    /// <inheritdoc/>
    public override SpecialTokens Special => _vocabulary.Special;

    private protected override string Kind => StateKind;

    /// <summary>A tokenizer that knows the characters of texts, in the order of their code points.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="minimumCount">The times that a character must occur to be known.</param>
    /// <param name="special">The special tokens, which have the first ids; null: all four.</param>
    /// <exception cref="ArgumentException">Two special tokens are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    /// <remarks>Half a surrogate pair counts as U+FFFD.</remarks>
    public static CharacterTokenizer Train(IEnumerable<string> texts, int minimumCount = 1, SpecialTokens? special = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        var counts = new Dictionary<Rune, long>();
        foreach (string text in texts)
        {
            foreach (var rune in text.EnumerateRunes()) counts[rune] = counts.GetValueOrDefault(rune) + 1;
        }

        string[] known = [.. counts.Where(c => c.Value >= minimumCount).Select(c => c.Key).Order().Select(rune => rune.ToString())];
        return new CharacterTokenizer(new Vocabulary(special ?? new SpecialTokens(), known));
    }

    /// <inheritdoc/>
    public override int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) tokens.Add(_vocabulary.IdOfText(rune.ToString()));
        return [.. tokens];
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> tokens)
    {
        var text = new StringBuilder(tokens.Length);
        foreach (int token in tokens)
        {
            if (_vocabulary.IsShown(token)) text.Append(_vocabulary[token]);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string Token(int id) => _vocabulary[id];

    /// <inheritdoc/>
    public override int? Id(string token) => _vocabulary.Id(token);

    internal static CharacterTokenizer FromState(TextJson state) => new(Vocabulary.FromState(state));

    private protected override JsonObject ToState() => _vocabulary.ToState();
}
