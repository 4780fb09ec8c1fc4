namespace DLCompiler.Samples.Words;

/// <summary>What a text is made of: the letters a to z, and a sign that ends a word and so begins the next.</summary>
internal static class Alphabet
{
    /// <summary>How many signs there are.</summary>
    public const int Count = 27;

    /// <summary>The sign between words.</summary>
    public const int End = 0;

    /// <summary>The sign of a letter from a to z.</summary>
    public static int Encode(char letter) => letter - 'a' + 1;

    /// <summary>The signs of a word's letters.</summary>
    public static int[] Encode(string word) => [.. word.Select(Encode)];

    /// <summary>The letters among signs.</summary>
    public static string Decode(IEnumerable<int> signs) =>
        string.Concat(signs.Where(sign => sign != End).Select(sign => (char)('a' + sign - 1)));
}
