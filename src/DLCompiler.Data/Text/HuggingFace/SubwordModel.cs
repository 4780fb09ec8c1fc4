namespace DLCompiler.Data;

/// <summary>A model of a tokenizer.json: the vocabulary, and how a word becomes tokens of it.</summary>
internal abstract class SubwordModel
{
    private protected SubwordModel(string file, Dictionary<string, int> ids, int? unknown) => (File, Ids, Unknown) = (file, ids, unknown);

    /// <summary>The tokens and their ids.</summary>
    public Dictionary<string, int> Ids { get; }

    /// <summary>The token for what the vocabulary lacks.</summary>
    public int? Unknown { get; }

    protected string File { get; }

    public static SubwordModel Read(TextJson state)
    {
        // Files of old versions do not name it: they are told apart by what they have.
        string type = state.Find("type")?.Text() ?? (state.Find("merges") is not null ? "BPE"
            : state.Find("max_input_chars_per_word") is not null ? "WordPiece"
            : state.Find("unk_id") is not null ? "Unigram" : "WordLevel");
        return type switch
        {
            "BPE" => BytePairModel.Load(state),
            "WordPiece" => WordPieceModel.Load(state),
            "WordLevel" => WordLevelModel.Load(state),
            "Unigram" => UnigramModel.Load(state),
            _ => throw state["type"].Wrong($"the model '{type}' is not supported"),
        };
    }

    /// <summary>The tokens of a word that is not empty.</summary>
    public abstract void Encode(string word, List<int> tokens);

    /// <summary>The ids of the tokens of the bytes of a text, as <c>&lt;0x0A&gt;</c>; null where one is missing.</summary>
    protected int[]? ByteTokens(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var ids = new int[bytes.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            if (!Ids.TryGetValue($"<0x{bytes[i]:X2}>", out ids[i])) return null;
        }

        return ids;
    }

    protected int UnknownFor(string part) =>
        Unknown ?? throw new DataException(new DataPlace(File), $"the model has no token for '{part}', and none for what is unknown");

    /// <summary><c>{"token": 0, …}</c>.</summary>
    protected static Dictionary<string, int> ReadIds(TextJson vocabulary)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new HashSet<int>();
        foreach (var (token, id) in vocabulary.Members())
        {
            if (!ids.TryAdd(token, id.Integer())) throw id.Wrong("the token is there twice");
            if (!seen.Add(ids[token])) throw id.Wrong($"another token has the id {ids[token]}");
        }

        return ids;
    }

    protected static int? ReadUnknown(TextJson state, Dictionary<string, int> ids) =>
        state.Find("unk_token") is { } token && ids.TryGetValue(token.Text(), out int id) ? id : null;
}
