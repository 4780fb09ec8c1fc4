using System.Runtime.InteropServices;

namespace DLCompiler.Data;

/// <summary>Tokens by their first characters: finds the tokens that begin at a place of a text.</summary>
internal sealed class TextTrie
{
    private readonly Dictionary<(int Node, char Next), int> _edges = [];
    private readonly List<int> _ids = [-1];

    /// <summary>Adds a token that is not empty.</summary>
    /// <returns>Whether it was not there yet.</returns>
    public bool Add(string token, int id)
    {
        int node = 0;
        foreach (char c in token)
        {
            ref int next = ref CollectionsMarshal.GetValueRefOrAddDefault(_edges, (node, c), out bool exists);
            if (!exists)
            {
                next = _ids.Count;
                _ids.Add(-1);
            }

            node = next;
        }

        if (_ids[node] >= 0) return false;
        _ids[node] = id;
        return true;
    }

    /// <summary>The tokens that begin at a place, short ones first.</summary>
    public IEnumerable<(int Id, int Length)> At(string text, int start)
    {
        int node = 0;
        for (int at = start; at < text.Length && _edges.TryGetValue((node, text[at]), out node); at++)
        {
            if (_ids[node] >= 0) yield return (_ids[node], at + 1 - start);
        }
    }
}
