using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>Turns text into tokens, the numbers that a network's embedding takes, and back.</summary>
/// <example>
/// <code>
/// var tokenizer = BytePairTokenizer.Train(texts, size: 2000);
/// var batch = tokenizer.EncodeAll(texts, new TextOptions { Length = 128, End = true });
/// int[] x = batch.Tokens;              // [texts, 128]
/// string text = tokenizer.Decode(batch[0]);
/// </code>
/// </example>
public abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    /// <summary>The size of the vocabulary, special tokens included: every id is from 0 to <c>Count - 1</c>.</summary>
    public abstract int Count { get; }

    /// <summary>The special tokens.</summary>
    public abstract SpecialTokens Special { get; }

    /// <summary>How texts become rows where nothing else is said.</summary>
    public virtual TextOptions Options { get; } = new();

    /// <summary>The id of the token that pads; null: there is none.</summary>
    public virtual int? PadId => IdOf(Special.Pad);

    /// <summary>The id of the token for what the vocabulary lacks; null: there is none.</summary>
    public virtual int? UnknownId => IdOf(Special.Unknown);

    /// <summary>The id of the token before a text; null: there is none.</summary>
    public virtual int? BeginId => IdOf(Special.Begin);

    /// <summary>The id of the token after a text; null: there is none.</summary>
    public virtual int? EndId => IdOf(Special.End);

    /// <summary>The tokens of a text, without what comes before and after it.</summary>
    /// <param name="text">Any text.</param>
    /// <exception cref="DataException">The vocabulary lacks a part of the text and has no token for that.</exception>
    public abstract int[] Encode(string text);

    /// <summary>The text of tokens. Padding, begin and end give nothing.</summary>
    /// <param name="tokens">Ids from 0 to <c>Count - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is none of the vocabulary's.</exception>
    public abstract string Decode(ReadOnlySpan<int> tokens);

    /// <summary>The token with an id, as the vocabulary writes it.</summary>
    /// <param name="id">From 0 to <c>Count - 1</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public abstract string Token(int id);

    /// <summary>The id of a token; null: it is none of the vocabulary's.</summary>
    /// <param name="token">As the vocabulary writes it. A special token comes first where text could be written alike.</param>
    public abstract int? Id(string token);

    /// <summary>The tokens of a text with begin and end tokens, truncated, and padded where the length is given.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataException">The vocabulary lacks a part of the text and has no token for that.</exception>
    /// <exception cref="InvalidOperationException">The tokenizer lacks a special token that is needed.</exception>
    public int[] Encode(string text, TextOptions options) => EncodeAll([text], options).Tokens;

    /// <summary>The tokens of texts as rows that are equally long.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">How; null: as <see cref="Options"/> says.</param>
    /// <returns>The tokens [texts, length], the lengths [texts] and the mask.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataException">The vocabulary lacks a part of a text and has no token for that.</exception>
    /// <exception cref="InvalidOperationException">The tokenizer lacks a special token that is needed.</exception>
    public TokenBatch EncodeAll(IReadOnlyList<string> texts, TextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= Options;
        if (options.Length < 0 || options.MaximumLength < 0 || options.MultipleOf < 1)
            throw new ArgumentException("A length is negative, or the multiple is not positive.", nameof(options));
        int[] before = options.Begin ? Before : [];
        int[] after = options.End ? After : [];
        int? longest = options.Length is { } l && options.MaximumLength is { } m ? Math.Min(l, m) : options.Length ?? options.MaximumLength;
        int? room = longest - before.Length - after.Length;
        if (room < 0) throw new ArgumentException($"{longest} tokens have no room for begin and end.", nameof(options));

        int[][] rows = [.. texts.Select(text => (int[])[.. before, .. Truncated(Encode(text), room, options.Truncation), .. after])];
        int[] lengths = [.. rows.Select(row => row.Length)];
        int multiple = options.MultipleOf;
        int length = options.Length ?? checked((lengths.DefaultIfEmpty().Max() + multiple - 1) / multiple * multiple);
        var tokens = new int[checked(rows.Length * length)];
        if (Array.Exists(lengths, n => n < length))
            tokens.AsSpan().Fill(options.PadId ?? PadId ?? throw Lacks("that pads", "a pad id in the options"));
        for (int i = 0; i < rows.Length; i++)
            rows[i].CopyTo(tokens, (i * length) + (options.Padding == TextSide.Left ? length - rows[i].Length : 0));
        return new TokenBatch(tokens, lengths, length, options.Padding);
    }

    /// <summary>The tokenizer as JSON, to be kept with the weights.</summary>
    public string ToJson()
    {
        var state = ToState();
        state["kind"] = Kind;
        return state.ToJsonString();
    }

    /// <summary>A tokenizer that gives the same tokens as the one that was saved.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <exception cref="DataException">It is damaged; the message says where.</exception>
    public static Tokenizer FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TextJson.Read<Tokenizer>(Encoding.UTF8.GetBytes(json), "tokenizer", state => state["kind"].Text() switch
        {
            CharacterTokenizer.StateKind => CharacterTokenizer.FromState(state),
            WordTokenizer.StateKind => WordTokenizer.FromState(state),
            BytePairTokenizer.StateKind => BytePairTokenizer.FromState(state),
            HuggingFaceTokenizer.StateKind => HuggingFaceTokenizer.FromState(state),
            var kind => throw state["kind"].Wrong($"'{kind}' is no kind of tokenizer"),
        });
    }

    /// <summary>What comes before a text.</summary>
    private protected virtual int[] Before => [BeginId ?? throw Lacks("that begins a text", "options without it")];

    /// <summary>What comes after a text.</summary>
    private protected virtual int[] After => [EndId ?? throw Lacks("that ends a text", "options without it")];

    private protected abstract string Kind { get; }

    private protected abstract JsonObject ToState();

    private static int[] Truncated(int[] tokens, int? room, TextSide side) =>
        tokens.Length <= room || room is not { } most ? tokens : side == TextSide.Right ? tokens[..most] : tokens[^most..];

    private static InvalidOperationException Lacks(string what, string remedy) =>
        new($"The tokenizer has no token {what}: it needs one, or {remedy}.");

    private int? IdOf(string? token) => token is null ? null : Id(token);
}
