using System.Globalization;
using System.Text;

namespace DLCompiler.Data;

/// <summary>
/// The normalization forms of Unicode (UAX 15), from a table of the library's own: in programs with invariant globalization
/// <see cref="string.Normalize()"/> changes nothing, and tokens must not depend on how a program is built.
/// </summary>
internal static class Normalization
{
    private const int SyllableBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TailBase = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    // No decomposition changes ASCII, and no composition begins and ends within it.
    private const char FirstChanged = '\u00A0';

    private static readonly Lazy<Tables> Data = new(Load);

    /// <summary>A normalization form of a text. Half a surrogate pair is left as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="compatible">Whether characters that merely look differently become the same (NFKC, NFKD).</param>
    /// <param name="composed">Whether characters are put together again (NFC, NFKC).</param>
    public static string Apply(string text, bool compatible, bool composed)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstChanged - 1))) return text;
        var codes = new List<int>(text.Length + 16);
        for (int at = 0; at < text.Length; at += Runes.LengthAt(text, at)) Decompose(Runes.CodeAt(text, at), compatible, codes);
        int[] classes = [.. codes.Select(Class)];
        Order(codes, classes);
        if (composed) Compose(codes, classes);
        var result = new StringBuilder(codes.Count);
        foreach (int code in codes) Runes.Append(result, code);
        return result.ToString();
    }

    private static int Class(int code) => Data.Value.Classes.GetValueOrDefault(code);

    private static void Decompose(int code, bool compatible, List<int> codes)
    {
        if (code is >= SyllableBase and < SyllableBase + (Leads * Vowels * Tails))
        {
            int syllable = code - SyllableBase;
            codes.Add(LeadBase + (syllable / (Vowels * Tails)));
            codes.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0) codes.Add(TailBase + (syllable % Tails));
        }
        else if (code >= FirstChanged && Data.Value.Decompositions.TryGetValue(code, out var found) && (compatible || !found.IsCompatible))
        {
            foreach (int part in found.Codes) Decompose(part, compatible, codes);
        }
        else
        {
            codes.Add(code);
        }
    }

    /// <summary>Sorts each run of combining marks by class; marks of one class keep their order.</summary>
    private static void Order(List<int> codes, int[] classes)
    {
        for (int start = 0; start < codes.Count; start++)
        {
            if (classes[start] == 0) continue;
            int end = start + 1;
            while (end < codes.Count && classes[end] != 0) end++;
            if (end - start > 1)
            {
                int[] order = [.. Enumerable.Range(start, end - start).OrderBy(i => classes[i])];
                int[] sorted = [.. order.Select(i => codes[i])];
                int[] sortedClasses = [.. order.Select(i => classes[i])];
                for (int i = start; i < end; i++) (codes[i], classes[i]) = (sorted[i - start], sortedClasses[i - start]);
            }

            start = end - 1;
        }
    }

    private static void Compose(List<int> codes, int[] classes)
    {
        int starter = -1;
        int kept = 0;
        int lastClass = 0;
        for (int i = 0; i < codes.Count; i++)
        {
            // A mark reaches its base only past marks of lower classes; a base only where nothing is between.
            bool isBlocked = starter < 0 || (kept - 1 > starter && (lastClass >= classes[i] || lastClass == 0));
            if (!isBlocked && Composed(codes[starter], codes[i]) is { } composed)
            {
                codes[starter] = composed;
                continue;
            }

            lastClass = classes[i];
            if (lastClass == 0) starter = kept;
            codes[kept++] = codes[i];
        }

        codes.RemoveRange(kept, codes.Count - kept);
    }

    private static int? Composed(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + Leads && second is >= VowelBase and < VowelBase + Vowels)
            return SyllableBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Tails);
        if (first is >= SyllableBase and < SyllableBase + (Leads * Vowels * Tails) && (first - SyllableBase) % Tails == 0
            && second is > TailBase and < TailBase + Tails)
            return first + second - TailBase;
        return Data.Value.Compositions.TryGetValue((first, second), out int composed) ? composed : null;
    }

    private static Tables Load()
    {
        var tables = new Tables([], [], []);
        using var stream = typeof(Normalization).Assembly.GetManifestResourceStream("normalization.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            int code = Code(parts[0]);
            int next = 1;
            if (parts[next][0] == '=') tables.Classes[code] = int.Parse(parts[next++].AsSpan(1), CultureInfo.InvariantCulture);
            if (next == parts.Length) continue;
            char mark = parts[next][0];
            int[] codes = [.. parts.Skip(next).Select(part => Code(part.TrimStart('~', '!')))];
            tables.Decompositions[code] = (mark == '~', codes);
            if (mark is not ('~' or '!')) tables.Compositions[(codes[0], codes[1])] = code;
        }

        return tables;

        static int Code(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private sealed record Tables(
        Dictionary<int, int> Classes,
        Dictionary<int, (bool IsCompatible, int[] Codes)> Decompositions,
        Dictionary<(int First, int Second), int> Compositions);
}
