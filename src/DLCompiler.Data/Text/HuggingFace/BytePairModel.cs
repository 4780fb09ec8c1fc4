namespace DLCompiler.Data;

/// <summary>Byte pair encoding: a word's characters, merged pair by pair.</summary>
/// <remarks>Sennrich et al., Neural Machine Translation of Rare Words with Subword Units, 2016.</remarks>
internal sealed class BytePairModel : SubwordModel
{
    private readonly Settings _settings;
    private readonly BytePairMerges _merges;

    private BytePairModel(string file, Dictionary<string, int> ids, int? unknown, Settings settings, BytePairMerges merges)
        : base(file, ids, unknown) => (_settings, _merges) = (settings, merges);

    public static BytePairModel Load(TextJson state)
    {
        if (state.Find("dropout") is { } dropout && dropout.Number() > 0) throw dropout.Wrong("dropout of merges is not supported");
        var ids = ReadIds(state["vocab"]);
        var settings = new Settings(
            state.Find("unk_token") is not null,
            state.Find("continuing_subword_prefix")?.Text() ?? "",
            state.Find("end_of_word_suffix")?.Text() ?? "",
            state.Find("fuse_unk")?.Flag() ?? false,
            state.Find("byte_fallback")?.Flag() ?? false,
            state.Find("ignore_merges")?.Flag() ?? false);
        var merges = BytePairMergeReader.Read(state["merges"], ids, settings.Prefix.Length);
        return new BytePairModel(state.File, ids, ReadUnknown(state, ids), settings, merges);
    }

    public override void Encode(string word, List<int> tokens)
    {
        if (_settings.PrefersWords && Ids.TryGetValue(word, out int whole))
        {
            tokens.Add(whole);
            return;
        }

        var symbols = Symbols(word);
        _merges.Apply(symbols);
        tokens.AddRange(symbols);
    }

    private List<int> Symbols(string word)
    {
        var symbols = new List<int>(word.Length);
        bool wasUnknown = false;
        for (int at = 0; at < word.Length;)
        {
            int end = at + Runes.LengthAt(word, at);
            string symbol = word[at..end];
            if (at > 0) symbol = _settings.Prefix + symbol;
            if (end == word.Length) symbol += _settings.Suffix;
            at = end;

            bool isUnknown = false;
            if (Ids.TryGetValue(symbol, out int id)) symbols.Add(id);
            else if (_settings.FallsBack && ByteTokens(symbol) is { } bytes) symbols.AddRange(bytes);
            else if (Unknown is { } unknown)
            {
                isUnknown = true;
                if (!(_settings.FusesUnknown && wasUnknown)) symbols.Add(unknown);
            }

            else if (_settings.NamesUnknown) UnknownFor(symbol);

            // Where the file names no token for it, what is unknown is left out.
            wasUnknown = isUnknown;
        }

        return symbols;
    }

    /// <param name="NamesUnknown">Whether there is to be a token for what is unknown.</param>
    /// <param name="Prefix">Comes before each symbol but a word's first.</param>
    /// <param name="Suffix">Comes after a word's last symbol.</param>
    /// <param name="FusesUnknown">Whether unknown symbols side by side are one token.</param>
    /// <param name="FallsBack">Whether an unknown symbol becomes the tokens of its bytes.</param>
    /// <param name="PrefersWords">Whether a word that is a token is not merged.</param>
    private sealed record Settings(
        bool NamesUnknown, string Prefix, string Suffix, bool FusesUnknown, bool FallsBack, bool PrefersWords);
}
