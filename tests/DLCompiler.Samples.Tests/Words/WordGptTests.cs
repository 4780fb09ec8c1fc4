using System.Globalization;
using System.Text.RegularExpressions;
using DLCompiler.Samples.Tests;
using Spectre.Console;

namespace DLCompiler.Samples.Words.Tests;

public sealed partial class WordGptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One sign at a time with a cache is the whole text at once.</summary>
    [Fact]
    public void TheCacheIsExact()
    {
        var (model, step) = Models();
        int[] text = [.. Enumerable.Range(0, 2 * WordGpt.MaxLength).Select(i => (i * 7 % 5) + (i % 11))];
        float[] expected = new float[text.Length * Alphabet.Count];
        model.Predict(text, expected, T: WordGpt.MaxLength);
        var cache = new TextCache(step, 2);
        for (int i = 0; i < WordGpt.MaxLength; i++)
        {
            cache.Read([text[i], text[WordGpt.MaxLength + i]]);
            for (int n = 0; n < 2; n++)
            {
                var logits = expected.AsSpan(((n * WordGpt.MaxLength) + i) * Alphabet.Count, Alphabet.Count);
                for (int sign = 0; sign < Alphabet.Count; sign++) Assert.Equal(logits[sign], cache.LogitsOf(n)[sign], 1e-4);
            }
        }

        Assert.Equal(WordGpt.MaxLength, cache.Length);
        Assert.Throws<InvalidOperationException>(() => cache.Read([0, 0]));
    }

    [Fact]
    public void ATextMayGoOnFromAnother()
    {
        var (_, step) = Models();
        var (both, one) = (new TextCache(step, 2), new TextCache(step, 1));
        both.Read([3, 4]);
        both.Continue([1, 1]);
        both.Read([5, 6]);
        one.Read([4]);
        one.Read([5]);
        Assert.Equal(one.Logits.Select(l => Math.Round(l, 4)), both.LogitsOf(0).ToArray().Select(l => Math.Round(l, 4)));
    }

    [Fact]
    public void WordsBeginAndStopAsTheyAreTold()
    {
        var (_, step) = Models();
        var writer = new WordWriter(step, [Alphabet.Encode('e')]);
        string[] words = writer.Draw(20, "qu", new Sampling(), new Random(1));
        Assert.All(words, word => Assert.StartsWith("qu", word));
        Assert.All(words, word => Assert.DoesNotContain('e', word[..^1]));
        Assert.Contains(words, word => word.EndsWith('e'));
        Assert.Equal(words, writer.Draw(20, "qu", new Sampling(), new Random(1)));
    }

    /// <summary>With a beam for each sign, the search knows every word of one or two signs.</summary>
    [Fact]
    public void ASearchFindsTheLikeliest()
    {
        var (_, step) = Models();
        int[] all = [.. Enumerable.Range(1, Alphabet.Count - 1)];
        var found = new WordWriter(step, all).Search(Alphabet.Count, "a");
        var cache = new TextCache(step, 1);
        cache.Read([Alphabet.End]);
        cache.Read([Alphabet.Encode('a')]);
        double[] expected = [.. new Sampling().Probabilities(cache.Logits).OrderDescending()];
        Assert.Equal(Alphabet.Count, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], Math.Exp(found[i].LogProbability), 1e-6);
    }

    [Fact]
    public void AFewStepsTeachIt()
    {
        string list = _folder.Write("list", "able\n"u8.ToArray());
        File.WriteAllLines(list, Enumerable.Range(0, 2000).Select(i =>
            $"ba{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}na"));
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 200;
        Job.Run(console, new Options { Words = list, Steps = 30, Start = "ba", Count = 4, Beams = 2 });
        string output = text.ToString();
        var last = LastLine().Match(output);
        Assert.True(last.Success, output);
        double bits = double.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture);
        double bigram = double.Parse(last.Groups[2].Value, CultureInfo.InvariantCulture);
        Assert.InRange(bigram, 1.5, 3.5);
        Assert.InRange(bits, 1, 0.95 * Math.Log2(Alphabet.Count));
        Assert.Contains("100 %  step 30", output, StringComparison.Ordinal);
        Assert.Contains("likeliest words that begin with ba, by a search with 2 beams:", output, StringComparison.Ordinal);
    }

    private (WordGpt Model, WordGptStep Step) Models()
    {
        var model = new WordGpt(seed: 2);
        model.Save(_folder.File("weights"));
        var step = new WordGptStep();
        step.Load(_folder.File("weights"));
        return (model, step);
    }

    [GeneratedRegex(@"validation: ([0-9.]+) bits a character; bigrams ([0-9.]+), so -?[0-9.]+ % fewer\s*$")]
    private static partial Regex LastLine();
}
