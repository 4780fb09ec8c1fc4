namespace DLCompiler.Data;

/// <summary>A piece of a text on its way to a model.</summary>
/// <param name="Text">The piece, not empty.</param>
/// <param name="IsFirst">Whether the text begins with it.</param>
internal readonly record struct TextPiece(string Text, bool IsFirst);

/// <summary>What becomes of the places that match when a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>They are dropped.</summary>
    Removed,

    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>Each joins the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each joins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Those side by side are one piece.</summary>
    Contiguous,
}

/// <summary>Splits pieces of text where a pattern matches.</summary>
internal static class TextSplit
{
    public static IEnumerable<TextPiece> Apply(
        IEnumerable<TextPiece> pieces, MatchPattern pattern, SplitBehavior behavior, bool invert = false)
    {
        foreach (var piece in pieces)
        {
            foreach (var (start, end) in Places(piece.Text, pattern, behavior, invert))
                yield return new TextPiece(piece.Text[start..end], piece.IsFirst && start == 0);
        }
    }

    private static List<(int Start, int End)> Places(string text, MatchPattern pattern, SplitBehavior behavior, bool invert)
    {
        var parts = Parts(text, pattern, invert);
        var places = new List<(int Start, int End)>(parts.Count);
        for (int i = 0; i < parts.Count; i++)
        {
            var (start, end, isMatch) = parts[i];
            if (isMatch && behavior == SplitBehavior.Removed) continue;

            // Whether the part joins the one before it. Of neighbours that both match, one joins and the other stands alone.
            bool isJoined = i > 0 && behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !parts[i - 1].IsMatch,
                SplitBehavior.MergedWithNext => !isMatch && parts[i - 1].IsMatch,
                SplitBehavior.Contiguous => isMatch == parts[i - 1].IsMatch,
                _ => false,
            };
            if (isJoined) places[^1] = (places[^1].Start, end);
            else places.Add((start, end));
        }

        return places;
    }

    /// <summary>The places that match, and what is between them.</summary>
    private static List<(int Start, int End, bool IsMatch)> Parts(string text, MatchPattern pattern, bool invert)
    {
        var parts = new List<(int, int, bool)>();
        int at = 0;
        foreach (var (start, end) in pattern.Find(text))
        {
            if (start > at) parts.Add((at, start, invert));
            parts.Add((start, end, !invert));
            at = end;
        }

        if (at < text.Length) parts.Add((at, text.Length, invert));
        return parts;
    }
}
