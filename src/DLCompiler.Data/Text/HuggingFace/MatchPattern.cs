using System.Text.RegularExpressions;

namespace DLCompiler.Data;

/// <summary>What a text is searched for: a text, a regular expression, or characters of a kind.</summary>
internal abstract class MatchPattern
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    /// <summary>The places from left to right; none is empty.</summary>
    public abstract List<(int Start, int End)> Find(string text);

    /// <summary><c>{"String": " "}</c> or <c>{"Regex": "\\s+"}</c>.</summary>
    public static MatchPattern Read(TextJson pattern)
    {
        if (pattern.Find("String") is { } literal) return new Literal(literal.Text());
        var expression = pattern.Find("Regex") ?? throw pattern.Wrong("is neither a 'String' nor a 'Regex'");
        try
        {
            return new Expression(new Regex(expression.Text(), RegexOptions.CultureInvariant, Bound), expression.File, expression.Path);
        }
        catch (ArgumentException e)
        {
            throw expression.Wrong($"is no regular expression that is supported: {e.Message}", e);
        }
    }

    /// <summary>Each character of a kind is a place.</summary>
    public static MatchPattern Of(Func<int, bool> isOfKind) => new Kind(isOfKind);

    private sealed class Literal(string literal) : MatchPattern
    {
        public override List<(int Start, int End)> Find(string text)
        {
            var found = new List<(int, int)>();
            if (literal.Length == 0) return found;
            for (int at = 0; (at = text.IndexOf(literal, at, StringComparison.Ordinal)) >= 0; at += literal.Length)
                found.Add((at, at + literal.Length));
            return found;
        }
    }

    private sealed class Expression(Regex pattern, string file, string path) : MatchPattern
    {
        public override List<(int Start, int End)> Find(string text)
        {
            try
            {
                return TextPattern.Find(pattern, text);
            }
            catch (RegexMatchTimeoutException e)
            {
                throw new DataException(
                    new DataPlace(file), $"{path}: the search for the expression takes more than {Bound.TotalSeconds} s", e);
            }
        }
    }

    private sealed class Kind(Func<int, bool> isOfKind) : MatchPattern
    {
        public override List<(int Start, int End)> Find(string text)
        {
            var found = new List<(int, int)>();
            for (int at = 0; at < text.Length;)
            {
                int length = Runes.LengthAt(text, at);
                if (isOfKind(Runes.CodeAt(text, at))) found.Add((at, at + length));
                at += length;
            }

            return found;
        }
    }
}
