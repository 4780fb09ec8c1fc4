using DLCompiler.Samples.Tests;

namespace DLCompiler.Samples.Words.Tests;

public sealed class WordListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheEmbeddedWordsAreEnough()
    {
        using var stream = typeof(WordList).Assembly.GetManifestResourceStream("words.txt")!;
        using var text = new StreamReader(stream);
        var words = WordList.Of("embedded", text.ReadToEnd().Split('\n'));
        Assert.Equal(6000, words.Training.Length + words.Validation.Length);
        Assert.Equal(600, words.Validation.Length);
        Assert.Empty(words.Training.Intersect(words.Validation));
    }

    [Fact]
    public void LeavesOutWhatIsNoWord()
    {
        string path = _folder.Write("list", [.. string.Join("\r\n", Made(1200).Concat(["It's", "Aachen", "é", "ab", ""]))
            .Select(c => (byte)c)]);
        var words = WordList.Load(path);
        Assert.Equal(1200, words.Training.Length + words.Validation.Length);
        Assert.All(words.Training, word => Assert.Equal(4, word.Length));
    }

    [Fact]
    public void SaysWhatIsWrongWithAFile()
    {
        string missing = Path.Combine(_folder.Path, "none");
        Assert.StartsWith($"{missing}: expected a list of words, but found no such file.", Refusal(missing));
        string small = _folder.Write("small", "one\ntwo"u8.ToArray());
        Assert.StartsWith($"{small}: expected at least 1,000 lines", Refusal(small));
        Assert.Contains("but found 2.", Refusal(small), StringComparison.Ordinal);
        Assert.StartsWith(_folder.Path, Refusal(_folder.Path));
    }

    [Fact]
    public void RowsHoldEveryWordUpToTheEnd()
    {
        string[] words = [.. Made(100)];
        var rows = TextRows.Of(words);
        Assert.Equal(rows.Text.Length, rows.Next.Length);
        var (text, next) = rows.Rows(0, 1);
        Assert.Equal(Alphabet.End, text[0]);
        Assert.Equal(text[1..], next[..^1]);
        Assert.StartsWith(string.Concat(words)[..30], Alphabet.Decode(next));

        // 48 signs are nine words of four letters with their ends, and three letters of the tenth, which begins the next row.
        Assert.Equal(words[9], Alphabet.Decode(rows.Rows(1, 1).Next[..4]));
    }

    /// <summary>One sign in two follows "b" in these texts: one bit.</summary>
    [Fact]
    public void ABigramKnowsHowOftenSignsFollow()
    {
        string[] words = [.. Enumerable.Range(0, 5000).Select(i => i % 2 == 0 ? "aba" : "abb")];
        var rows = TextRows.Of(words);
        Assert.InRange(new Bigram(rows).BitsPerCharacter(rows), 0.5, 1);
    }

    private static string Refusal(string path) => Assert.Throws<IOException>(() => WordList.Load(path)).Message;

    private static IEnumerable<string> Made(int count) => Enumerable.Range(0, count)
        .Select(i => string.Concat(Enumerable.Range(0, 4).Select(d => (char)('a' + (i / (int)Math.Pow(11, d) % 11)))));
}
