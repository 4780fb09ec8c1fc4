using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>Tokens and their ids: first the special ones, then those of text. Text cannot spell a special token.</summary>
internal sealed class Vocabulary
{
    private readonly string[] _tokens;
    private readonly Dictionary<string, int> _text;

    /// <param name="special">The special tokens.</param>
    /// <param name="text">The tokens of text, without repetition.</param>
    /// <exception cref="ArgumentException">A token of text is there twice.</exception>
    public Vocabulary(SpecialTokens special, IReadOnlyCollection<string> text)
    {
        Special = special.Checked();
        SpecialCount = special.All.Length;
        _tokens = [.. special.All, .. text];
        _text = new Dictionary<string, int>(text.Count, StringComparer.Ordinal);
        for (int id = SpecialCount; id < _tokens.Length; id++)
        {
            if (!_text.TryAdd(_tokens[id], id)) throw new ArgumentException($"Token '{_tokens[id]}' is there twice.", nameof(text));
        }
    }

    public SpecialTokens Special { get; }

    public int SpecialCount { get; }

    public int Count => _tokens.Length;

    public string this[int id] =>
        (uint)id < (uint)_tokens.Length
            ? _tokens[id]
            : throw new ArgumentOutOfRangeException(nameof(id), id, $"A token is from 0 to {_tokens.Length - 1}.");

    public int? Id(string token) =>
        Array.IndexOf(_tokens, token, 0, SpecialCount) is >= 0 and var id ? id : _text.TryGetValue(token, out id) ? id : null;

    /// <summary>The id of a part of text; the unknown token's where there is none.</summary>
    /// <exception cref="DataException">There is no unknown token either.</exception>
    public int IdOfText(string part) =>
        _text.TryGetValue(part, out int id) ? id
        : Special.Unknown is { } unknown ? Array.IndexOf(_tokens, unknown, 0, SpecialCount)
        : throw new DataException(default, $"'{part}' is not in the vocabulary, which has no token for what is unknown");

    /// <summary>Whether a token is shown in text: padding, begin and end are not.</summary>
    public bool IsShown(int id) => id >= SpecialCount || this[id] == Special.Unknown;

    public JsonObject ToState() => new()
    {
        ["special"] = Special.ToState(),
        ["tokens"] = new JsonArray([.. _tokens.Skip(SpecialCount).Select(token => (JsonNode)token)]),
    };

    public static Vocabulary FromState(TextJson state)
    {
        try
        {
            return new Vocabulary(SpecialTokens.FromState(state["special"]), [.. state["tokens"].Items().Select(token => token.Text())]);
        }
        catch (ArgumentException e)
        {
            throw state.Wrong(e.Message, e);
        }
    }
}
