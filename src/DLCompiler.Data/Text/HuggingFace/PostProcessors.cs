namespace DLCompiler.Data;

/// <summary>The post-processors of a tokenizer.json, as far as they concern one text: the tokens before and after it.</summary>
internal static class PostProcessors
{
    public static (int[] Before, int[] After) Read(TextJson? postProcessor)
    {
        if (postProcessor is not { } state) return ([], []);
        string type = state["type"].Text();
        return type switch
        {
            "TemplateProcessing" => Template(state),
            "ByteLevel" => ([], []),
            "BertProcessing" or "RobertaProcessing" => ([Named(state["cls"])], [Named(state["sep"])]),
            "Sequence" => Sequence(state),
            _ => throw state["type"].Wrong($"the post-processor '{type}' is not supported"),
        };
    }

    private static (int[] Before, int[] After) Sequence(TextJson state)
    {
        (int[] Before, int[] After) all = ([], []);
        foreach (var item in state["processors"].Items())
        {
            var (before, after) = Read(item);
            all = ([.. before, .. all.Before], [.. all.After, .. after]);
        }

        return all;
    }

    /// <summary><c>["[SEP]", 102]</c>.</summary>
    private static int Named(TextJson state)
    {
        TextJson[] pair = [.. state.Items()];
        return pair.Length == 2 ? pair[1].Integer() : throw state.Wrong("is no pair of a token and its id");
    }

    private static (int[] Before, int[] After) Template(TextJson state)
    {
        var tokens = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var (name, value) in state["special_tokens"].Members())
            tokens[name] = [.. value["ids"].Items().Select(id => id.Integer())];
        var before = new List<int>();
        List<int>? after = null;
        foreach (var piece in state["single"].Items())
        {
            if (piece.Find("SpecialToken") is { } special)
            {
                string name = special["id"].Text();
                if (!tokens.TryGetValue(name, out int[]? ids)) throw special.Wrong($"'{name}' is no special token");
                (after ?? before).AddRange(ids);
                continue;
            }

            var sequence = piece.Find("Sequence") ?? throw piece.Wrong("is neither a 'SpecialToken' nor a 'Sequence'");
            if (sequence["id"].Text() != "A" || after is not null)
                throw piece.Wrong("a template that has not just the sequence 'A' once is not supported");
            after = [];
        }

        return ([.. before], [.. after ?? throw state["single"].Wrong("has no sequence 'A'")]);
    }
}
