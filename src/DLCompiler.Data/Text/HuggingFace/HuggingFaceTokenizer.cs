using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// A tokenizer that a tokenizer.json describes, the format of the Hugging Face tokenizers library: the models BPE, WordPiece, WordLevel
/// and Unigram with their normalizers, pre-tokenizers, post-processors and decoders.
/// </summary>
/// <remarks>
/// <para>The format: https://huggingface.co/docs/tokenizers. A file that asks for anything else cannot be loaded.</para>
/// <para>
/// <see cref="Encode(string)"/> gives the tokens of the text alone; with <see cref="Options"/> a text gets what the file says: the tokens
/// of its template, truncation and padding. Of a template only the part for single texts is used.
/// </para>
/// </remarks>
public sealed class HuggingFaceTokenizer : Tokenizer
{
    internal const string StateKind = "hugging-face";

    private readonly TokenizerFile _file;
    private readonly WordCache _cache = new();

    private HuggingFaceTokenizer(TokenizerFile file) => _file = file;

    /// <summary>The largest id plus one: what an embedding needs. Some ids may have no token.</summary>
    public override int Count => _file.Tokens.Count;

    /// <inheritdoc/>
    public override SpecialTokens Special => _file.Special;

    /// <summary>What the file says of truncation, padding and the tokens before and after a text.</summary>
    public override TextOptions Options => _file.Options;

    private protected override string Kind => StateKind;

    private protected override int[] Before => _file.Before is { Length: > 0 } before ? before : base.Before;

    private protected override int[] After => _file.After is { Length: > 0 } after ? after : base.After;

    /// <summary>Reads a tokenizer.json.</summary>
    /// <param name="path">The file.</param>
    /// <param name="special">The special tokens; null: those that the file's parts tell of, or that have the usual names.</param>
    /// <exception cref="DataException">
    /// The file cannot be read, is damaged, or a part is not supported; the message names both.
    /// </exception>
    public static HuggingFaceTokenizer Load(string path, SpecialTokens? special = null) => Load(DataFile.ReadAll(path), path, special);

    /// <summary>Reads a tokenizer.json.</summary>
    /// <param name="stream">Its bytes, to the end.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="special">The special tokens; null: those that the file's parts tell of, or that have the usual names.</param>
    /// <exception cref="DataException">The file is damaged, or a part is not supported; the message names both.</exception>
    public static HuggingFaceTokenizer Load(Stream stream, string name = "tokenizer.json", SpecialTokens? special = null) =>
        Load(DataFile.ReadAll(stream, name), name, special);

    /// <inheritdoc/>
    public override int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new List<int>(text.Length);
        foreach (var (piece, id) in _file.Added.Split(text))
        {
            if (id is { } added) tokens.Add(added);
            else if (piece.Text.Length > 0)
            {
                foreach (var word in _file.Split([piece])) tokens.AddRange(_cache.Get(word.Text, EncodeWord));
            }
        }

        return [.. tokens];
    }

    /// <inheritdoc/>
    public override string Decode(ReadOnlySpan<int> tokens)
    {
        var shown = new List<string>(tokens.Length);
        foreach (int token in tokens)
        {
            if ((uint)token >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(tokens), token, $"A token is from 0 to {Count - 1}.");
            if (_file.Tokens.Find(token) is { } text && !_file.Tokens.IsSpecial(token)) shown.Add(text);
        }

        return string.Concat(_file.Decode(shown));
    }

    /// <inheritdoc/>
    public override string Token(int id) =>
        _file.Tokens.Find(id)
        ?? throw new ArgumentOutOfRangeException(nameof(id), id, $"There is no such token; the last one is {Count - 1}.");

    /// <inheritdoc/>
    public override int? Id(string token) => _file.Tokens.Id(token);

    internal static HuggingFaceTokenizer FromState(TextJson state) => Load(
        Encoding.UTF8.GetBytes(state["tokenizer"].Raw()), state["name"].Text(), SpecialTokens.FromState(state["special"]));

    private protected override JsonObject ToState() => new()
    {
        ["name"] = _file.Name,
        ["special"] = Special.ToState(),
        ["tokenizer"] = JsonNode.Parse(_file.Bytes),
    };

    private static HuggingFaceTokenizer Load(byte[] utf8, string name, SpecialTokens? special) =>
        new(TextJson.Read(utf8, name, state => TokenizerFile.Read(state, special)));

    private int[] EncodeWord(string word)
    {
        var tokens = new List<int>();
        _file.Model.Encode(word, tokens);
        return [.. tokens];
    }
}
