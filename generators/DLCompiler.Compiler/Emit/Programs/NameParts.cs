namespace DLCompiler.Compiler.Emit.Programs;

/// <summary>What the names of the same thing in several instances of a block have in common.</summary>
internal static class NameParts
{
    /// <summary>
    /// The name with a star for each part between dots that differs: <c>Blocks.*.Up.weight</c>; of names with different numbers of
    /// parts, what they end in alike: <c>*.weight</c>.
    /// </summary>
    public static string Common(IReadOnlyList<string> names)
    {
        string first = names[0];
        if (names.All(n => n == first)) return first;
        string[][] parts = [.. names.Select(n => n.Split('.'))];
        if (parts.All(p => p.Length == parts[0].Length))
            return string.Join(".", parts[0].Select((part, i) => parts.All(p => p[i] == part) ? part : "*"));
        int same = 0;
        while (parts.All(p => same < p.Length && p[p.Length - 1 - same] == parts[0][parts[0].Length - 1 - same])) same++;
        return string.Join(".", ["*", .. parts[0].Skip(parts[0].Length - same)]);
    }

    /// <summary>The name within the block, by which the code of an instance calls it.</summary>
    public static string Local(IReadOnlyList<string> names)
    {
        string common = Common(names);
        string local = common.Substring(common.LastIndexOf('*') + 1).TrimStart('.');
        return local.Length > 0 ? local : names.GroupBy(n => n).OrderByDescending(g => g.Count()).First().Key;
    }

    /// <summary>The instance that a parameter belongs to: <c>Blocks.3</c>, or else the layer.</summary>
    public static string Owner(string name)
    {
        var parts = name.Split('.').ToList();
        int number = parts.FindLastIndex(p => char.IsDigit(p[0]));
        return string.Join(".", parts.Take(Math.Max(number, 0) + 1));
    }

    /// <summary>The block: the part in front of what differs; null where already the first part does.</summary>
    public static string? Block(IReadOnlyList<string> names)
    {
        string common = Common(names);
        int star = common.IndexOf(".*", StringComparison.Ordinal);
        return star > 0 && common[0] != '*' ? common.Substring(0, star) : null;
    }
}
