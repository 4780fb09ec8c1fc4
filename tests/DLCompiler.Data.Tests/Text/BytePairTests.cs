using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data.Tests.Text;

/// <summary>Byte pair encoding that is trained: merges against Python's, and decoding against any text.</summary>
public class BytePairTests
{
    [Fact]
    public void Merges_are_those_of_Python()
    {
        var tokenizer = BytePairTokenizer.Train([TextFixtures.Expected.GetProperty("corpus").GetString()!], 3 + 256 + 200);
        var trained = TextFixtures.Expected.GetProperty("trained").EnumerateArray();
        string[] expected = [.. trained.Select(pair => pair[0].GetString() + pair[1].GetString())];
        Assert.Equal(expected, Enumerable.Range(3 + 256, tokenizer.Count - 3 - 256).Select(tokenizer.Token));
        Assert.Equal("!", tokenizer.Token(3));
        Assert.Equal("Ġ", tokenizer.Token(3 + 220));
        Assert.Equal(tokenizer.Count - 1, tokenizer.Id(tokenizer.Token(tokenizer.Count - 1)));
    }

    [Fact]
    public void Merges_by_hand()
    {
        // "aaaa" twice and "Ġaaaa" once: first aa, which is there 9 times, then (aa)(aa), 3 times. "Ġ" comes only once.
        var tokenizer = BytePairTokenizer.Train(["aaaa aaaa", "aaaa"], 300, special: SpecialTokens.None);
        Assert.Equal(["aa", "aaaa"], Enumerable.Range(256, tokenizer.Count - 256).Select(tokenizer.Token));
        Assert.Equal([257], tokenizer.Encode("aaaa"));
        Assert.Equal([256, 64], tokenizer.Encode("aaa"));

        // "ab" and "cd" are equally frequent: the lowest ids come first, whatever the order of the texts.
        foreach (string[] texts in new string[][] { ["ab", "cd", "ab", "cd"], ["cd", "ab", "cd", "ab"] })
            Assert.Equal(
                ["ab", "cd"],
                Enumerable.Range(256, 2).Select(BytePairTokenizer.Train(texts, 258, special: SpecialTokens.None).Token));
    }

    [Fact]
    public void Decoding_undoes_encoding_of_any_text()
    {
        var random = new Random(2);
        var tokenizer = BytePairTokenizer.Train(Enumerable.Range(0, 50).Select(_ => TextFixtures.Random(random, 200)), 600);
        string[] texts =
        [
            "", " ", "\0", "🙂👍🏽👨‍👩‍👧", "a\r\n\t b", "  ", "\uffff\ufeff", new string('a', 10_000),
            .. Enumerable.Range(0, 2000).Select(_ => TextFixtures.Random(random, 80)),
        ];
        foreach (string text in texts) Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal("a\ufffdb", tokenizer.Decode(tokenizer.Encode("a\ud800b")));
        Assert.Equal("a\ufffd", tokenizer.Decode(tokenizer.Encode("a\udc00")));
    }

    [Fact]
    public void Long_words_are_merged_as_short_ones_are()
    {
        // A long word is merged by another algorithm than a short one.
        var random = new Random(8);
        string Word(int length) => new([.. Enumerable.Range(0, length).Select(_ => "aab"[random.Next(3)])]);
        var tokenizer = BytePairTokenizer.Train(Enumerable.Range(0, 200).Select(_ => Word(12)), 290, special: SpecialTokens.None);
        var merges = JsonNode.Parse(tokenizer.ToJson())!["merges"]!.AsArray()
            .Select((pair, i) => (Pair: (pair![0]!.GetValue<int>(), pair[1]!.GetValue<int>()), Id: 256 + i))
            .ToDictionary(merge => merge.Pair, merge => merge.Id);
        for (int i = 0; i < 200; i++)
        {
            string word = Word(random.Next(1, 200));
            Assert.Equal(Simple(word.Select(c => tokenizer.Id(c.ToString())!.Value), merges), tokenizer.Encode(word));
        }
    }

    [Fact]
    public void A_megabyte_is_learned_in_seconds()
    {
        // Words of Zipf's distribution, made of syllables.
        var random = new Random(4);
        string Some(Func<string> part) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => part()));
        string[] syllables = [.. Enumerable.Range(0, 400).Select(_ => Some(() => ((char)('a' + random.Next(26))).ToString()))];
        string[] words = [.. Enumerable.Range(0, 20_000).Select(_ => Some(() => syllables[random.Next(syllables.Length)]))];
        var text = new StringBuilder();
        while (text.Length < 1_000_000) text.Append(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]).Append(' ');

        var watch = Stopwatch.StartNew();
        var tokenizer = BytePairTokenizer.Train([text.ToString()], 2000);
        double training = watch.Elapsed.TotalSeconds;
        int[] tokens = tokenizer.Encode(text.ToString());
        double encoding = watch.Elapsed.TotalSeconds - training;
        Assert.Equal(2000, tokenizer.Count);
        Assert.Equal(text.ToString(), tokenizer.Decode(tokens));
        Assert.True(training < 20 && encoding < 20, $"{training} s, {encoding} s");
    }

    [Fact]
    public void One_long_word_is_learned_too()
    {
        var tokenizer = BytePairTokenizer.Train([new string('a', 200_000)], 400, special: SpecialTokens.None);
        Assert.True(Enumerable.Range(0, tokenizer.Count).Max(id => tokenizer.Token(id).Length) <= 256);
        Assert.Equal(tokenizer.ToJson(), Tokenizer.FromJson(tokenizer.ToJson()).ToJson());
    }

    [Fact]
    public void Training_depends_on_nothing_but_the_texts()
    {
        var random = new Random(6);
        string[] texts = [.. Enumerable.Range(0, 300).Select(_ => TextFixtures.Random(random, 100))];
        string json = BytePairTokenizer.Train(texts, 500).ToJson();
        Assert.Equal(json, BytePairTokenizer.Train(texts.Reverse(), 500).ToJson());
    }

    /// <summary>The pair of the lowest rank, the leftmost first, until there is none.</summary>
    private static List<int> Simple(IEnumerable<int> word, Dictionary<(int Left, int Right), int> merges)
    {
        List<int> symbols = [.. word];
        while (true)
        {
            var (made, at) = Enumerable.Range(0, symbols.Count - 1)
                .Select(i => (merges.GetValueOrDefault((symbols[i], symbols[i + 1]), int.MaxValue), i))
                .DefaultIfEmpty((int.MaxValue, 0))
                .Min();
            if (made == int.MaxValue) return symbols;
            symbols[at] = made;
            symbols.RemoveAt(at + 1);
        }
    }
}
