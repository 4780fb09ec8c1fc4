namespace DLCompiler.Data;

/// <summary>A token for each word.</summary>
internal sealed class WordLevelModel : SubwordModel
{
    private WordLevelModel(string file, Dictionary<string, int> ids, int? unknown)
        : base(file, ids, unknown)
    {
    }

    public static WordLevelModel Load(TextJson state)
    {
        var ids = ReadIds(state["vocab"]);
        return new WordLevelModel(state.File, ids, ReadUnknown(state, ids));
    }

    public override void Encode(string word, List<int> tokens) => tokens.Add(Ids.TryGetValue(word, out int id) ? id : UnknownFor(word));
}
