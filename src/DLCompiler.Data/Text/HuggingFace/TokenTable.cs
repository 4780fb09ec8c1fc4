namespace DLCompiler.Data;

/// <summary>The tokens of a model and those added to it, by id and by text.</summary>
internal sealed class TokenTable
{
    // An embedding has a row for each id: an id far above the number of tokens is damage.
    private const int MostUnused = 1 << 20;

    private readonly Dictionary<string, int> _model;
    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _tokens;
    private readonly HashSet<int> _special = [];

    public TokenTable(Dictionary<string, int> model, AddedToken[] added, TextJson state)
    {
        _model = model;
        _tokens = model.ToDictionary(token => token.Value, token => token.Key);
        foreach (var token in added)
        {
            if (!_added.TryAdd(token.Content, token.Id)) throw state["added_tokens"].Wrong($"'{token.Content}' is there twice");
            if (_tokens.TryGetValue(token.Id, out string? other) && other != token.Content)
                throw state["added_tokens"].Wrong($"'{token.Content}' has the id {token.Id} of '{other}'");
            _tokens[token.Id] = token.Content;
            if (token.IsSpecial) _special.Add(token.Id);
        }

        int largest = _tokens.Keys.DefaultIfEmpty(-1).Max();
        if (largest - _tokens.Count > MostUnused) throw state.Wrong($"the id {largest} is far above the number of tokens, {_tokens.Count}");
        Count = largest + 1;
    }

    public int Count { get; }

    public string? Find(int id) => _tokens.GetValueOrDefault(id);

    public int? Id(string token) => _added.TryGetValue(token, out int id) || _model.TryGetValue(token, out id) ? id : null;

    public bool IsSpecial(int id) => _special.Contains(id);
}
