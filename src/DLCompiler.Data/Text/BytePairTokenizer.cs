using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// Byte pair encoding of UTF-8 bytes as in GPT-2: any text has tokens, and decoding gives the very same text. Half a surrogate pair,
/// which UTF-8 cannot say, counts as U+FFFD.
/// </summary>
/// <remarks>
/// Ids: special tokens, then the 256 bytes in the order of their characters ("!" first), then the tokens that merges make. Radford et
/// al., Language Models are Unsupervised Multitask Learners, 2019.
/// </remarks>
public sealed class BytePairTokenizer : Tokenizer
{
    internal const string StateKind = "byte-pair";

    private const int Bytes = 256;

    // A few merges could spell a token of any length.
    private const int MaximumBytes = 256;

    private static readonly int[] Places = MakePlaces();

    private readonly SpecialTokens _special;
    private readonly int _specialCount;
    private readonly List<(int Left, int Right)> _pairs;
    private readonly BytePairMerges _merges;
    private readonly List<byte[]> _bytes;
    private readonly Dictionary<string, int> _ids;
    private readonly WordCache _cache = new();

    private BytePairTokenizer(SpecialTokens special, List<(int Left, int Right)> pairs)
    {
        _special = special.Checked();
        _specialCount = special.All.Length;
        _pairs = pairs;
        _merges = new BytePairMerges(pairs.Count);
        _bytes = [.. special.All.Select(Encoding.UTF8.GetBytes), .. ByteAlphabet.Ordered.ToArray().Select(b => new[] { b })];
        foreach (var (left, right) in pairs)
        {
            _merges.Add(left, right, _bytes.Count);
            _bytes.Add([.. _bytes[left], .. _bytes[right]]);
        }

        // Different merges may spell the same token: its name is the first one's.
        _ids = new Dictionary<string, int>(_bytes.Count, StringComparer.Ordinal);
        for (int id = 0; id < _bytes.Count; id++) _ids.TryAdd(Token(id), id);
    }

    /// <inheritdoc/>
    public override int Count => _bytes.Count;

    /// <inheritdoc/>
    public override SpecialTokens Special => _special;

    private protected override string Kind => StateKind;

    /// <summary>
    /// Learns the merges of texts. The same texts always give the same tokenizer: of pairs that are equally frequent the one with the
    /// lowest ids is merged first. No token is longer than 256 bytes.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">The most tokens of the vocabulary, special ones and the 256 bytes included.</param>
    /// <param name="minimumCount">The times that a pair must occur to become a token.</param>
    /// <param name="special">The special tokens, which have the first ids; null: all but the unknown token, as nothing is unknown.</param>
    /// <exception cref="ArgumentException">Two special tokens are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size has no room for the bytes, or the count is not positive.</exception>
    public static BytePairTokenizer Train(IEnumerable<string> texts, int size, int minimumCount = 2, SpecialTokens? special = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        special = (special ?? new SpecialTokens(Unknown: null)).Checked();
        int first = special.All.Length + Bytes;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, first);

        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            foreach (string word in TextPattern.Words(text)) counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var training = new BytePairTraining();
        foreach (var (word, count) in counts) training.Add(Symbols(word, special.All.Length), count);
        return new BytePairTokenizer(special, training.Run(first, size - first, minimumCount, MaximumBytes));
    }

    /// <inheritdoc/>
    public override int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int>(text.Length);
        foreach (string word in TextPattern.Words(text)) tokens.AddRange(_cache.Get(word, Merged));
        return [.. tokens];
    }

    /// <inheritdoc/>
    /// <remarks>Bytes that are no UTF-8, as tokens cut out of a text may give, become U+FFFD.</remarks>
    public override string Decode(ReadOnlySpan<int> tokens)
    {
        var bytes = new List<byte>(tokens.Length * 2);
        foreach (int token in tokens)
        {
            byte[] of = BytesOf(token);
            if (token >= _specialCount) bytes.AddRange(of);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <inheritdoc/>
    /// <remarks>Bytes are written as GPT-2 does: a space is "Ġ".</remarks>
    public override string Token(int id) =>
        id >= 0 && id < _specialCount ? _special.All[id] : string.Concat(BytesOf(id).Select(ByteAlphabet.Character));

    /// <inheritdoc/>
    public override int? Id(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    internal static BytePairTokenizer FromState(TextJson state)
    {
        var special = SpecialTokens.FromState(state["special"]);
        try
        {
            special.Checked();
        }
        catch (ArgumentException e)
        {
            throw state["special"].Wrong(e.Message, e);
        }

        int first = special.All.Length;
        var pairs = new List<(int, int)>();
        var seen = new HashSet<(int, int)>();
        var lengths = new List<int>(Enumerable.Repeat(1, Bytes));
        foreach (var merge in state["merges"].Items())
        {
            TextJson[] ids = [.. merge.Items()];
            if (ids.Length != 2) throw merge.Wrong("is no pair");
            var pair = (Left: Part(ids[0]), Right: Part(ids[1]));
            if (!seen.Add(pair)) throw merge.Wrong("is there twice");

            lengths.Add(lengths[pair.Left - first] + lengths[pair.Right - first]);
            if (lengths[^1] > MaximumBytes) throw merge.Wrong($"makes a token of more than {MaximumBytes} bytes");
            pairs.Add(pair);
        }

        return new BytePairTokenizer(special, pairs);

        int Part(TextJson id) => id.Integer() is var part && part >= first && part - first < lengths.Count
            ? part
            : throw id.Wrong("is no token of an earlier merge");
    }

    private protected override JsonObject ToState() => new()
    {
        ["special"] = _special.ToState(),
        ["merges"] = new JsonArray([.. _pairs.Select(pair => (JsonNode)new JsonArray(pair.Left, pair.Right))]),
    };

    private static List<int> Symbols(string word, int first)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(word);
        var symbols = new List<int>(bytes.Length);
        foreach (byte b in bytes) symbols.Add(first + Places[b]);
        return symbols;
    }

    private static int[] MakePlaces()
    {
        var places = new int[Bytes];
        for (int i = 0; i < Bytes; i++) places[ByteAlphabet.Ordered[i]] = i;
        return places;
    }

    private int[] Merged(string word)
    {
        var symbols = Symbols(word, _specialCount);
        _merges.Apply(symbols);
        return [.. symbols];
    }

    private byte[] BytesOf(int id) =>
        (uint)id < (uint)_bytes.Count
            ? _bytes[id]
            : throw new ArgumentOutOfRangeException(nameof(id), id, $"A token is from 0 to {_bytes.Count - 1}.");
}
