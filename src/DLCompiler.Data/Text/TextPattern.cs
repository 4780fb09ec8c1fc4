using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DLCompiler.Data;

/// <summary>
/// Finds the places of a regular expression in text by characters, where .NET goes by UTF-16 units: before the search each surrogate
/// pair becomes one unit of the same Unicode category, so that <c>\p{L}</c> matches letters of all planes.
/// </summary>
internal static partial class TextPattern
{
    private static readonly char[] StandIns = MakeStandIns();

    /// <summary>GPT-2's words: contractions, and runs of letters, digits or other characters, each with the space before it.</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    public static partial Regex Gpt2 { get; }

    /// <summary>The places that match, from left to right, none of them empty.</summary>
    /// <exception cref="RegexMatchTimeoutException">The search takes longer than the expression's bound.</exception>
    public static List<(int Start, int End)> Find(Regex pattern, string text)
    {
        var found = new List<(int, int)>();
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            foreach (var match in pattern.EnumerateMatches(text)) Add(match.Index, match.Index + match.Length);
            return found;
        }

        var (plain, places) = Plain(text);
        foreach (var match in pattern.EnumerateMatches(plain)) Add(places[match.Index], places[match.Index + match.Length]);
        return found;

        void Add(int start, int end)
        {
            if (end > start) found.Add((start, end));
        }
    }

    /// <summary>The text in words of <see cref="Gpt2"/>: nothing of it is left out.</summary>
    public static IEnumerable<string> Words(string text) => Find(Gpt2, text).Select(word => text[word.Start..word.End]);

    /// <summary>One unit for each character, and where in the text each begins.</summary>
    private static (string Text, int[] Places) Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        var places = new List<int>(text.Length + 1);
        for (int at = 0; at < text.Length; at += Runes.LengthAt(text, at))
        {
            places.Add(at);
            plain.Append(Runes.LengthAt(text, at) == 2 ? StandIns[(int)Runes.Category(Runes.CodeAt(text, at))] : text[at]);
        }

        places.Add(text.Length);
        return (plain.ToString(), [.. places]);
    }

    /// <summary>A character of each category that hardly any expression names by itself.</summary>
    private static char[] MakeStandIns()
    {
        var standIns = new char[(int)UnicodeCategory.OtherNotAssigned + 1];
        for (int code = 0; code < 0xF900; code++) standIns[(int)CharUnicodeInfo.GetUnicodeCategory((char)code)] = (char)code;
        return standIns;
    }
}
