namespace DLCompiler.Data;

/// <summary>The longest token that a word begins with, then the longest one that the rest begins with, and so on.</summary>
/// <remarks>Devlin et al., BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding, 2019.</remarks>
internal sealed class WordPieceModel : SubwordModel
{
    private readonly string _prefix;
    private readonly int _mostCharacters;
    private readonly int _longest;

    private WordPieceModel(string file, Dictionary<string, int> ids, int? unknown, string prefix, int mostCharacters)
        : base(file, ids, unknown)
    {
        (_prefix, _mostCharacters) = (prefix, mostCharacters);
        _longest = ids.Keys.Select(token => token.Length).DefaultIfEmpty().Max();
    }

    public static WordPieceModel Load(TextJson state)
    {
        var ids = ReadIds(state["vocab"]);
        return new WordPieceModel(
            state.File,
            ids,
            ReadUnknown(state, ids),
            state.Find("continuing_subword_prefix")?.Text() ?? "##",
            state.Find("max_input_chars_per_word")?.Integer() ?? 100);
    }

    public override void Encode(string word, List<int> tokens)
    {
        int first = tokens.Count;
        if (Runes.Of(word).Count() > _mostCharacters)
        {
            tokens.Add(UnknownFor(word));
            return;
        }

        for (int start = 0; start < word.Length;)
        {
            if (Longest(word, start) is { } found)
            {
                tokens.Add(found.Id);
                start = found.End;
                continue;
            }

            // A word is known as a whole or not at all.
            tokens.RemoveRange(first, tokens.Count - first);
            tokens.Add(UnknownFor(word));
            return;
        }
    }

    private (int Id, int End)? Longest(string word, int start)
    {
        for (int end = Math.Min(word.Length, start + _longest); end > start; end--)
        {
            if (Ids.TryGetValue(start == 0 ? word[..end] : _prefix + word[start..end], out int id)) return (id, end);
        }

        return null;
    }
}
