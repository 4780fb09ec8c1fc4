namespace DLCompiler.Compiler.Emit;

/// <summary>Breaks lines that are too long, where a person would.</summary>
internal static class LineBreaker
{
    /// <summary>A comment goes on as a comment of the same kind.</summary>
    public static IEnumerable<string> Comment(string line, int room)
    {
        int slashes = line.IndexOf("//", StringComparison.Ordinal);
        string prefix = line.Substring(0, line.IndexOf(' ', slashes) is var end && end < 0 ? line.Length : end + 1);
        while (line.Length > room)
        {
            int at = line.LastIndexOf(' ', room);
            if (at < prefix.Length) break;
            yield return line.Substring(0, at);
            line = prefix + line.Substring(at + 1);
        }

        yield return line;
    }

    /// <summary>
    /// Code goes on indented: it breaks at a space outside of as many parentheses as possible, and before operators. A
    /// string literal that is too long becomes a sum of two.
    /// </summary>
    public static IEnumerable<string> Code(string line, int room)
    {
        string indent = new(' ', line.Length - line.TrimStart(' ').Length + CodeWriter.IndentSize);
        while (line.Length > room)
        {
            var (at, inString) = BestBreak(line, room, line.Length - line.TrimStart(' ').Length);
            if (at < 0) break;
            yield return inString ? line.Substring(0, at + 1) + "\" +" : line.Substring(0, at);
            line = indent + (inString ? "\"" : "") + line.Substring(at + 1);
        }

        yield return line;
    }

    /// <summary>The last of the outermost spaces in the line's second half; else the last that there is.</summary>
    private static (int At, bool InString) BestBreak(string line, int room, int start)
    {
        const int SignsOfSum = 3;
        int depth = 0, best = -1, bestDepth = int.MaxValue, inString = -1;
        bool quoted = false;
        for (int i = start; i <= room && i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && (i == 0 || line[i - 1] != '\\')) quoted = !quoted;
            if (c == ' ' && quoted && i < room - SignsOfSum) inString = i;
            if (quoted) continue;
            if (c is '(' or '[' or '{') depth++;
            if (c is ')' or ']' or '}') depth--;
            if (c != ' ' || i == start || line[i - 1] is '+' or '-' or '*' or '/' or '?' or ':' || IsNew(line, i)) continue;
            if (depth > bestDepth && best > room / 2) continue;
            (best, bestDepth) = (i, depth);
        }

        return best > room / 2 || inString < 0 ? (best, false) : (inString, true);
    }

    /// <summary>Whether the keyword stands before the space: what it makes stays with it.</summary>
    private static bool IsNew(string line, int space) =>
        space >= 4 && string.CompareOrdinal(line, space - 3, "new", 0, 3) == 0 && !char.IsLetterOrDigit(line[space - 4]);
}
