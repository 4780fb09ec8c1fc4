namespace DLCompiler.Data;

/// <summary>A token that is found in a text before the model sees it.</summary>
/// <param name="Content">Its text.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsSpecial">Whether it is no part of the text that tokens are decoded to.</param>
/// <param name="IsWord">Whether it is found only where neither a letter nor a digit is beside it.</param>
/// <param name="StripsLeft">Whether it takes the white space before it.</param>
/// <param name="StripsRight">Whether it takes the white space after it.</param>
/// <param name="IsNormalized">Whether it is found in the normalized text.</param>
internal sealed record AddedToken(
    string Content, int Id, bool IsSpecial, bool IsWord, bool StripsLeft, bool StripsRight, bool IsNormalized)
{
    /// <param name="state">An entry of 'added_tokens'.</param>
    /// <param name="model">The model's tokens: one that is among them keeps its id.</param>
    public static AddedToken Read(TextJson state, Dictionary<string, int> model)
    {
        string content = state["content"].Text();
        if (content.Length == 0) throw state["content"].Wrong("is empty");
        bool isSpecial = state["special"].Flag();
        int id = state["id"].Integer();
        return new AddedToken(
            content,
            model.TryGetValue(content, out int known) ? known : id,
            isSpecial,
            state.Find("single_word")?.Flag() ?? false,
            state.Find("lstrip")?.Flag() ?? false,
            state.Find("rstrip")?.Flag() ?? false,
            state.Find("normalized")?.Flag() ?? !isSpecial);
    }
}

/// <summary>Splits a text at its added tokens: the longest of those that begin first.</summary>
internal sealed class AddedTokens
{
    private readonly AddedToken[] _tokens;
    private readonly Func<string, string> _normalize;
    private readonly TextTrie _raw = new();
    private readonly TextTrie _normalized = new();

    public AddedTokens(AddedToken[] tokens, Func<string, string> normalize)
    {
        (_tokens, _normalize) = (tokens, normalize);
        for (int i = 0; i < tokens.Length; i++)
        {
            string content = tokens[i].IsNormalized ? normalize(tokens[i].Content) : tokens[i].Content;
            if (content.Length > 0) (tokens[i].IsNormalized ? _normalized : _raw).Add(content, i);
        }
    }

    /// <summary>The added tokens of a text, and the normalized pieces between them.</summary>
    public IEnumerable<(TextPiece Piece, int? Id)> Split(string text)
    {
        foreach (var (raw, rawId) in Split(new TextPiece(text, true), _raw))
        {
            if (rawId is not null)
            {
                yield return (raw, rawId);
                continue;
            }

            foreach (var part in Split(raw with { Text = _normalize(raw.Text) }, _normalized)) yield return part;
        }
    }

    private IEnumerable<(TextPiece Piece, int? Id)> Split(TextPiece piece, TextTrie trie)
    {
        string text = piece.Text;
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            if (Longest(trie, text, at) is not { } found)
            {
                at++;
                continue;
            }

            int start = at;
            at += found.Length;
            if (found.Token.IsWord && (IsWordBefore(text, start) || (at < text.Length && Runes.IsWord(Runes.CodeAt(text, at))))) continue;
            int end = at;
            while (found.Token.StripsLeft && start > 0 && char.IsWhiteSpace(text[start - 1])) start--;
            while (found.Token.StripsRight && end < text.Length && char.IsWhiteSpace(text[end])) end++;

            // The token before it may have taken the white space already.
            start = Math.Max(start, done);
            end = Math.Max(end, done);
            if (start > done) yield return (Part(done, start), null);
            yield return (Part(start, end), found.Token.Id);
            done = end;
        }

        if (done < text.Length) yield return (Part(done, text.Length), null);

        TextPiece Part(int start, int end) => new(text[start..end], piece.IsFirst && start == 0);
    }

    private (AddedToken Token, int Length)? Longest(TextTrie trie, string text, int at)
    {
        (AddedToken, int)? longest = null;
        foreach (var (index, length) in trie.At(text, at)) longest = (_tokens[index], length);
        return longest;
    }

    private static bool IsWordBefore(string text, int at)
    {
        if (at == 0) return false;
        bool isPair = at > 1 && char.IsLowSurrogate(text[at - 1]) && char.IsHighSurrogate(text[at - 2]);
        return Runes.IsWord(Runes.CodeAt(text, isPair ? at - 2 : at - 1));
    }
}
