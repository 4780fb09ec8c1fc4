using System.Globalization;
using System.Text;

namespace DLCompiler.Data;

/// <summary>The decoders of a tokenizer.json: how tokens become the parts of a text.</summary>
internal static class TokenDecoders
{
    /// <summary>Changes the tokens; the text is all of them, one after the other.</summary>
    public delegate IReadOnlyList<string> Step(IReadOnlyList<string> tokens);

    public static Step Read(TextJson? decoder)
    {
        // Without a decoder tokens are words.
        if (decoder is not { } state) return tokens => [string.Join(' ', tokens)];
        string type = state["type"].Text();
        return type switch
        {
            "ByteLevel" => tokens => [Encoding.UTF8.GetString([.. tokens.SelectMany(ByteAlphabet.Decode)])],
            "WordPiece" => WordPiece(state),
            "Metaspace" => Metaspace(state),
            "BPEDecoder" => Suffix(state.Find("suffix")?.Text() ?? "</w>"),
            "ByteFallback" => ByteFallback,
            "Fuse" => tokens => [string.Concat(tokens)],
            "Strip" => Strip(state),
            "Replace" => Replace(state),
            "Sequence" => Sequence(state),
            _ => throw state["type"].Wrong($"the decoder '{type}' is not supported"),
        };
    }

    private static Step Sequence(TextJson state)
    {
        Step[] all = [.. state["decoders"].Items().Select(item => Read(item))];
        return tokens => all.Aggregate(tokens, (result, next) => next(result));
    }

    private static Step Each(Func<string, int, string> change) => tokens => [.. tokens.Select(change)];

    private static Step WordPiece(TextJson state)
    {
        string prefix = state.Find("prefix")?.Text() ?? "##";
        bool cleans = state.Find("cleanup")?.Flag() ?? true;
        return Each((token, i) =>
        {
            string part = i == 0 ? token
                : prefix.Length > 0 && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
                : " " + token;
            return cleans ? Clean(part) : part;
        });
    }

    /// <summary>Takes away blanks that English does not have.</summary>
    private static string Clean(string text)
    {
        foreach (string part in new[] { ".", "?", "!", ",", "n't", "'m", "'s", "'ve", "'re" })
            text = text.Replace(" " + part, part, StringComparison.Ordinal);
        return text.Replace(" ' ", "'", StringComparison.Ordinal).Replace(" do not", " don't", StringComparison.Ordinal);
    }

    private static Step Metaspace(TextJson state)
    {
        string mark = state["replacement"].Character();
        bool isPrefixed = PreTokenizers.MetaspacePrefix(state) != PrefixScheme.Never;
        return Each((token, i) => token.Replace(mark, i == 0 && isPrefixed ? "" : " ", StringComparison.Ordinal));
    }

    private static Step Suffix(string suffix) => tokens => suffix.Length == 0
        ? tokens
        : [.. tokens.Select((token, i) => token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];

    /// <summary>Bytes side by side become their text; where they are no UTF-8, each becomes U+FFFD.</summary>
    private static List<string> ByteFallback(IReadOnlyList<string> tokens)
    {
        var parts = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            if (token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
                && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                continue;
            }

            Flush();
            parts.Add(token);
        }

        Flush();
        return parts;

        void Flush()
        {
            if (bytes.Count == 0) return;
            byte[] all = [.. bytes];
            parts.Add(System.Text.Unicode.Utf8.IsValid(all) ? Encoding.UTF8.GetString(all) : new string('\uFFFD', all.Length));
            bytes.Clear();
        }
    }

    private static Step Strip(TextJson state)
    {
        string content = state["content"].Character();
        int atStart = state["start"].Integer();
        int atStop = state["stop"].Integer();
        return Each((token, _) =>
        {
            int start = 0;
            int end = token.Length;
            for (int i = 0; i < atStart && token.AsSpan(start).StartsWith(content); i++) start += content.Length;
            for (int i = 0; i < atStop && token.AsSpan(start, end - start).EndsWith(content); i++) end -= content.Length;
            return token[start..end];
        });
    }

    private static Step Replace(TextJson state)
    {
        var replace = TextNormalizers.Read(state);
        return Each((token, _) => replace(token));
    }
}
