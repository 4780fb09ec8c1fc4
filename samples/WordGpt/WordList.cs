namespace DLCompiler.Samples.Words;

/// <summary>English words, some of them held out to see what a model knows of words that it was not shown.</summary>
/// <param name="Source">Where they come from, for people.</param>
/// <param name="Training">The words to learn from, in random order.</param>
/// <param name="Validation">The words held out.</param>
internal sealed record WordList(string Source, string[] Training, string[] Validation)
{
    /// <summary>Where Debian's packages of word lists put one.</summary>
    public const string UsualPath = "/usr/share/dict/american-english";

    private const int ShortestWord = 3, LongestWord = 14;
    private const int FewestWords = 1000;
    private const double HeldOut = 0.1;

    private const string Remedy =
        "Debian's package wamerican puts one in " + UsualPath + "; without --words, the words of this program are used.";

    /// <summary>A file's words, those of the usual file where none is named, or else the embedded ones.</summary>
    /// <param name="path">A text with a word a line; other lines are left out. Null for the usual one.</param>
    /// <exception cref="IOException">The file is missing or has too few words.</exception>
    public static WordList Load(string? path)
    {
        if (path is null && File.Exists(UsualPath)) path = UsualPath;
        if (path is not null) return Of(path, Read(path));
        using var resource = new StreamReader(typeof(WordList).Assembly.GetManifestResourceStream("words.txt")!);
        return Of("the embedded list", resource.ReadToEnd().Split('\n'));
    }

    /// <summary>Splits lines of text: the same lines always in the same way.</summary>
    /// <exception cref="IOException">There are too few words.</exception>
    public static WordList Of(string source, IEnumerable<string> lines)
    {
        string[] words = [.. lines.Select(line => line.TrimEnd()).Where(IsWord).Distinct().Order(StringComparer.Ordinal)];
        if (words.Length < FewestWords)
        {
            throw new IOException(
                $"{source}: expected at least {FewestWords:N0} lines with a word of {ShortestWord} to {LongestWord} letters "
                + $"from a to z, but found {words.Length:N0}. {Remedy}");
        }

        new Random(0).Shuffle(words);
        int held = (int)(words.Length * HeldOut);
        return new WordList(source, words[held..], words[..held]);
    }

    private static string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            string what = problem is FileNotFoundException or DirectoryNotFoundException ? "no such file" : problem.Message;
            throw new IOException($"{path}: expected a list of words, but found {what}. {Remedy}", problem);
        }
    }

    private static bool IsWord(string line) =>
        line.Length is >= ShortestWord and <= LongestWord && line.All(char.IsAsciiLetterLower);
}
