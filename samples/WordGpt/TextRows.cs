namespace DLCompiler.Samples.Words;

/// <summary>
/// Words one after another, in rows of one length. Each row begins with a word, after the sign that ends one; the word that
/// a row's end cuts off begins the next row, so nothing is predicted without what stands before it.
/// </summary>
/// <param name="Text">What the network reads: [rows, length].</param>
/// <param name="Next">What comes next at each place, which it is to predict.</param>
internal sealed record TextRows(int[] Text, int[] Next)
{
    /// <summary>Signs in a row.</summary>
    public const int Length = WordGpt.MaxLength;

    /// <summary>How many rows there are.</summary>
    public int Count => Text.Length / Length;

    /// <summary>Makes rows of words; what does not fill a last row is left out.</summary>
    public static TextRows Of(IReadOnlyList<string> words)
    {
        var (text, next) = (new List<int>(), new List<int>());
        int word = 0;
        while (Row(words, ref word) is { } row)
        {
            text.AddRange(row[..Length]);
            next.AddRange(row[1..]);
        }

        return new TextRows([.. text], [.. next]);
    }

    /// <summary>Some rows.</summary>
    public (int[] Text, int[] Next) Rows(int first, int count)
    {
        var range = (first * Length)..((first + count) * Length);
        return (Text[range], Next[range]);
    }

    private static int[]? Row(IReadOnlyList<string> words, ref int word)
    {
        var row = new int[Length + 1];
        int filled = 1;
        while (filled < row.Length)
        {
            if (word == words.Count) return null;
            int[] signs = [.. Alphabet.Encode(words[word]), Alphabet.End];
            int fits = Math.Min(signs.Length, row.Length - filled);
            signs.AsSpan(0, fits).CopyTo(row.AsSpan(filled));
            filled += fits;
            if (fits == signs.Length) word++;
        }

        return row;
    }
}
