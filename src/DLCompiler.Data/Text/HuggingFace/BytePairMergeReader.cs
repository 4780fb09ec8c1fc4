namespace DLCompiler.Data;

/// <summary>Reads the merges of a tokenizer.json, as "a b" or as pairs, and checks that they build tokens up.</summary>
internal static class BytePairMergeReader
{
    public static BytePairMerges Read(TextJson state, Dictionary<string, int> ids, int prefixLength)
    {
        var merges = new BytePairMerges(state.Count);
        var edges = new List<(int Part, int Whole)>();
        foreach (var merge in state.Items())
        {
            var (left, right) = Parts(merge);
            if (left.Length == 0 || right.Length == 0) throw merge.Wrong("a part is empty");
            if (right.Length < prefixLength) throw merge.Wrong($"'{right}' is shorter than the prefix of subwords that continue");
            int leftId = Id(merge, left);
            int rightId = Id(merge, right);
            int whole = Id(merge, left + right[prefixLength..]);
            if (!merges.Add(leftId, rightId, whole)) throw merge.Wrong("is there twice");
            edges.Add((leftId, whole));
            edges.Add((rightId, whole));
        }

        if (HasCycle(edges)) throw state.Wrong("a token is made of itself");
        return merges;

        int Id(TextJson merge, string token) =>
            ids.TryGetValue(token, out int id) ? id : throw merge.Wrong($"'{token}' is not in the vocabulary");
    }

    private static (string Left, string Right) Parts(TextJson merge)
    {
        string[] parts = merge.Kind == System.Text.Json.JsonValueKind.Array
            ? [.. merge.Items().Select(part => part.Text())]
            : merge.Text().Split(' ');
        return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Wrong("is no pair");
    }

    /// <summary>Whether tokens are left when, again and again, those are taken away that are made of nothing that is left.</summary>
    private static bool HasCycle(List<(int Part, int Whole)> edges)
    {
        var parts = new Dictionary<int, int>();
        foreach (var (_, whole) in edges) parts[whole] = parts.GetValueOrDefault(whole) + 1;
        var wholes = edges.ToLookup(edge => edge.Part, edge => edge.Whole);
        var free = new Stack<int>(wholes.Select(group => group.Key).Where(part => !parts.ContainsKey(part)));
        while (free.TryPop(out int token))
        {
            foreach (int whole in wholes[token])
            {
                if (--parts[whole] > 0) continue;
                parts.Remove(whole);
                free.Push(whole);
            }
        }

        return parts.Count > 0;
    }
}
