namespace DLCompiler.Data;

/// <summary>The pre-tokenizers of a tokenizer.json: how a text is split into the words that a model makes tokens of.</summary>
internal static class PreTokenizers
{
    /// <summary>Splits pieces of a text into smaller ones.</summary>
    public delegate IEnumerable<TextPiece> Step(IEnumerable<TextPiece> pieces);

    private static readonly MatchPattern Spaces = MatchPattern.Of(Runes.IsSpace);

    private static readonly MatchPattern Punctuation = MatchPattern.Of(Runes.IsPunctuation);

    private static readonly MatchPattern Numbers = MatchPattern.Of(Runes.IsNumeric);

    private static readonly MatchPattern WordRuns = new WordsPattern();

    private static readonly MatchPattern Gpt2 = new Gpt2Pattern();

    public static Step Read(TextJson? preTokenizer)
    {
        if (preTokenizer is not { } state) return pieces => pieces;
        string type = state["type"].Text();
        return type switch
        {
            "ByteLevel" => ByteLevel(state),
            "Whitespace" => pieces => TextSplit.Apply(pieces, WordRuns, SplitBehavior.Removed, invert: true),
            "WhitespaceSplit" => pieces => TextSplit.Apply(pieces, Spaces, SplitBehavior.Removed),
            "BertPreTokenizer" => pieces =>
                TextSplit.Apply(TextSplit.Apply(pieces, Spaces, SplitBehavior.Removed), Punctuation, SplitBehavior.Isolated),
            "Metaspace" => Metaspace(state),
            "Split" => Split(state),
            "Digits" => Digits(state),
            "Punctuation" => Punctuations(state),
            "CharDelimiterSplit" => Delimiter(state),
            "Sequence" => Sequence(state),
            _ => throw state["type"].Wrong($"the pre-tokenizer '{type}' is not supported"),
        };
    }

    private static Step Sequence(TextJson state)
    {
        Step[] all = [.. state["pretokenizers"].Items().Select(item => Read(item))];
        return pieces => all.Aggregate(pieces, (result, next) => next(result));
    }

    private static Step ByteLevel(TextJson state)
    {
        bool addsPrefix = state.Find("add_prefix_space")?.Flag() ?? true;
        bool isSplit = state.Find("use_regex")?.Flag() ?? true;
        return pieces =>
        {
            if (addsPrefix) pieces = pieces.Select(piece => piece.Text[0] == ' ' ? piece : piece with { Text = " " + piece.Text });
            if (isSplit) pieces = TextSplit.Apply(pieces, Gpt2, SplitBehavior.Isolated);
            return pieces.Select(piece => piece with { Text = ByteAlphabet.Encode(piece.Text) });
        };
    }

    private static Step Metaspace(TextJson state)
    {
        string mark = state["replacement"].Character();
        bool isSplit = state.Find("split")?.Flag() ?? true;
        var pattern = MatchPattern.Of(code => code == Runes.CodeAt(mark, 0));
        var scheme = MetaspacePrefix(state);
        return pieces =>
        {
            var marked = pieces.Select(piece =>
            {
                string text = piece.Text.Replace(" ", mark, StringComparison.Ordinal);
                bool isPrefixed = scheme == PrefixScheme.Always || (scheme == PrefixScheme.First && piece.IsFirst);
                return piece with { Text = isPrefixed && !text.StartsWith(mark, StringComparison.Ordinal) ? mark + text : text };
            });
            return isSplit ? TextSplit.Apply(marked, pattern, SplitBehavior.MergedWithNext) : marked;
        };
    }

    /// <summary>Whether a mark is put before a text; older files say it by 'add_prefix_space'.</summary>
    internal static PrefixScheme MetaspacePrefix(TextJson state)
    {
        if (state.Find("add_prefix_space")?.Flag() == false) return PrefixScheme.Never;
        if (state.Find("prepend_scheme") is not { } scheme) return PrefixScheme.Always;
        return scheme.Text() switch
        {
            "always" => PrefixScheme.Always,
            "first" => PrefixScheme.First,
            "never" => PrefixScheme.Never,
            var other => throw scheme.Wrong($"'{other}' is none of 'always', 'first' and 'never'"),
        };
    }

    private static Step Split(TextJson state)
    {
        var pattern = MatchPattern.Read(state["pattern"]);
        var behavior = Behavior(state["behavior"]);
        bool invert = state.Find("invert")?.Flag() ?? false;
        return pieces => TextSplit.Apply(pieces, pattern, behavior, invert);
    }

    private static Step Digits(TextJson state)
    {
        var behavior = state.Find("individual_digits")?.Flag() ?? false ? SplitBehavior.Isolated : SplitBehavior.Contiguous;
        return pieces => TextSplit.Apply(pieces, Numbers, behavior);
    }

    private static Step Punctuations(TextJson state)
    {
        var behavior = state.Find("behavior") is { } named ? Behavior(named) : SplitBehavior.Isolated;
        return pieces => TextSplit.Apply(pieces, Punctuation, behavior);
    }

    private static Step Delimiter(TextJson state)
    {
        int delimiter = Runes.CodeAt(state["delimiter"].Character(), 0);
        var pattern = MatchPattern.Of(code => code == delimiter);
        return pieces => TextSplit.Apply(pieces, pattern, SplitBehavior.Removed);
    }

    private static SplitBehavior Behavior(TextJson behavior) => behavior.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        var other => throw behavior.Wrong($"the behavior '{other}' is not supported"),
    };

    /// <summary><c>\w+|[^\w\s]+</c>.</summary>
    private sealed class WordsPattern : MatchPattern
    {
        public override List<(int Start, int End)> Find(string text)
        {
            var found = new List<(int Start, int End)>();
            bool? last = null;
            for (int at = 0; at < text.Length;)
            {
                int code = Runes.CodeAt(text, at);
                int end = at + Runes.LengthAt(text, at);
                bool? isWord = Runes.IsSpace(code) ? null : Runes.IsWord(code);
                if (isWord is not null && isWord == last) found[^1] = (found[^1].Start, end);
                else if (isWord is not null) found.Add((at, end));
                (last, at) = (isWord, end);
            }

            return found;
        }
    }

    private sealed class Gpt2Pattern : MatchPattern
    {
        public override List<(int Start, int End)> Find(string text) => TextPattern.Find(TextPattern.Gpt2, text);
    }
}

/// <summary>Before which pieces of a text a metaspace puts its mark.</summary>
internal enum PrefixScheme
{
    /// <summary>Before each.</summary>
    Always,

    /// <summary>Before the one that the text begins with.</summary>
    First,

    /// <summary>Before none.</summary>
    Never,
}
