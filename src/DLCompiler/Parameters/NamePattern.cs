using System.IO.Enumeration;

namespace DLCompiler;

/// <summary>Parameters' names with <c>*</c> for any characters and <c>?</c> for one.</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary>
    /// The name that a map gives to a name: its own entry, or the first pattern that matches, whose stars stand for the same texts
    /// on both sides; the name itself where there is neither.
    /// </summary>
    /// <param name="map">Names or patterns, each with what it becomes.</param>
    /// <param name="name">The name.</param>
    public static string Map(IReadOnlyDictionary<string, string>? map, string name)
    {
        if (map is null) return name;
        if (map.TryGetValue(name, out string? own)) return own;
        foreach (var (pattern, target) in map)
        {
            if (!pattern.Contains('*', StringComparison.Ordinal) || Captured(pattern, name) is not { } captured) continue;
            string[] parts = target.Split('*');
            if (parts.Length > captured.Count + 1)
                throw new ArgumentException($"'{target}' has more stars than '{pattern}'.", nameof(map));
            return string.Concat(parts.Select((part, i) => i == 0 ? part : captured[i - 1] + part));
        }

        return name;
    }

    /// <summary>What each star of a pattern stands for, each as short as can be but the last; null where it does not match.</summary>
    private static List<string>? Captured(string pattern, string name)
    {
        string[] parts = pattern.Split('*');
        if (!name.StartsWith(parts[0], StringComparison.Ordinal)) return null;
        var captured = new List<string>();
        int at = parts[0].Length;
        for (int i = 1; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            int next = isLast
                ? name.EndsWith(parts[i], StringComparison.Ordinal) ? name.Length - parts[i].Length : -1
                : name.IndexOf(parts[i], at, StringComparison.Ordinal);
            if (next < at) return null;
            captured.Add(name[at..next]);
            at = next + parts[i].Length;
        }

        return captured;
    }
}
