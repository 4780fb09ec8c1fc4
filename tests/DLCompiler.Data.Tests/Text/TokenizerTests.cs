namespace DLCompiler.Data.Tests.Text;

/// <summary>Characters and words as tokens, and texts as rows that are equally long.</summary>
public class TokenizerTests
{
    [Fact]
    public void Characters()
    {
        var tokenizer = CharacterTokenizer.Train(["ba🙂", "ab"]);
        Assert.Equal(7, tokenizer.Count);
        Assert.Equal((0, 1, 2, 3), (tokenizer.PadId, tokenizer.UnknownId, tokenizer.BeginId, tokenizer.EndId));
        Assert.Equal([5, 4, 6, 1], tokenizer.Encode("ba🙂z"));
        Assert.Equal("ba🙂<unk>", tokenizer.Decode([2, 5, 4, 6, 1, 3, 0]));
        Assert.Equal("🙂", tokenizer.Token(6));
        Assert.Equal(4, tokenizer.Id("a"));
        Assert.Null(tokenizer.Id("z"));
        Assert.Empty(tokenizer.Encode(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Token(-1));
        Assert.Equal(2, CharacterTokenizer.Train(["ba🙂", "ab"], minimumCount: 2, SpecialTokens.None).Count);
    }

    [Fact]
    public void Decoding_undoes_encoding_of_known_characters()
    {
        var random = new Random(5);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => TextFixtures.Random(random, 50))];
        var tokenizer = CharacterTokenizer.Train(texts, special: SpecialTokens.None);
        foreach (string text in texts) Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
    }

    [Fact]
    public void Words()
    {
        string[] texts = ["The cat, the hat.", "the cat"];
        var tokenizer = WordTokenizer.Train(texts, minimumCount: 1, maximumSize: 8, lowercase: true);
        Assert.Equal(["<pad>", "<unk>", "<bos>", "<eos>", "the", "cat", ",", "."], Enumerable.Range(0, 8).Select(tokenizer.Token));
        Assert.Equal([4, 1, 6, 5, 7], tokenizer.Encode("THE hat,\n cat ."));
        Assert.Equal("the <unk> , cat .", tokenizer.Decode([2, 4, 1, 6, 5, 7, 3, 0]));
        Assert.Equal([4, 5, 1], Tokenizer.FromJson(tokenizer.ToJson()).Encode("The CAT x"));
        Assert.Equal(6, WordTokenizer.Train(texts, minimumCount: 2).Count);
    }

    [Fact]
    public void What_is_unknown_needs_a_token()
    {
        var tokenizer = CharacterTokenizer.Train(["ab"], special: SpecialTokens.None);
        Assert.Contains("'z'", Assert.Throws<DataException>(() => tokenizer.Encode("az")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => tokenizer.EncodeAll(["a", "ab"]));
        Assert.Throws<InvalidOperationException>(() => tokenizer.EncodeAll(["a"], new TextOptions { End = true }));
        Assert.Equal([0, 7, 0, 1], tokenizer.EncodeAll(["a", "ab"], new TextOptions { PadId = 7 }).Tokens);
    }

    [Theory]
    [InlineData(TextSide.Right, TextSide.Right, new[] { 2, 4, 5, 3, 2, 4, 3, 0 })]
    [InlineData(TextSide.Right, TextSide.Left, new[] { 2, 5, 6, 3, 2, 4, 3, 0 })]
    [InlineData(TextSide.Left, TextSide.Right, new[] { 2, 4, 5, 3, 0, 2, 4, 3 })]
    public void Rows_are_padded_and_truncated(TextSide padding, TextSide truncation, int[] expected)
    {
        var options = new TextOptions { Length = 4, Begin = true, End = true, Padding = padding, Truncation = truncation };
        var batch = CharacterTokenizer.Train(["abc"]).EncodeAll(["abc", "a"], options);
        Assert.Equal(expected, batch.Tokens);
        Assert.Equal((2, 4), (batch.Count, batch.Length));
        Assert.Equal([4, 3], batch.Lengths);
        Assert.Equal(expected.Select(token => token == 0 ? 0f : 1f), batch.Mask());
        Assert.Equal(expected[4..], batch[1].ToArray());
    }

    [Fact]
    public void Lengths_of_rows()
    {
        var tokenizer = CharacterTokenizer.Train(["abcdef"]);
        string[] texts = ["abcdef", "", "abc"];
        Assert.Equal(6, tokenizer.EncodeAll(texts).Length);
        Assert.Equal(8, tokenizer.EncodeAll(texts, new TextOptions { MultipleOf = 4 }).Length);
        Assert.Equal(5, tokenizer.EncodeAll(texts, new TextOptions { MaximumLength = 5 }).Length);
        Assert.Equal(9, tokenizer.EncodeAll(texts, new TextOptions { Length = 9 }).Length);
        Assert.Equal([5, 0, 3], tokenizer.EncodeAll(texts, new TextOptions { Length = 9, MaximumLength = 5 }).Lengths);
        Assert.Equal(0, tokenizer.EncodeAll([]).Length);
        Assert.Throws<ArgumentException>(() => tokenizer.EncodeAll(texts, new TextOptions { Length = 1, Begin = true, End = true }));
        Assert.Throws<ArgumentException>(() => tokenizer.EncodeAll(texts, new TextOptions { Length = -1 }));
    }

    [Fact]
    public void Special_tokens_are_never_spelled_by_text()
    {
        foreach (var tokenizer in All())
        {
            int[] tokens = tokenizer.Encode("<pad><eos> <unk>");
            Assert.DoesNotContain(tokenizer.PadId!.Value, tokens);
            Assert.DoesNotContain(tokenizer.EndId!.Value, tokens);
        }
    }

    [Fact]
    public void Saved_again_it_is_the_same()
    {
        foreach (var tokenizer in All())
        {
            string json = tokenizer.ToJson();
            var again = Tokenizer.FromJson(json);
            Assert.Equal(tokenizer.GetType(), again.GetType());
            Assert.Equal(json, again.ToJson());
            Assert.Equal(tokenizer.Special, again.Special);
            Assert.Equal(
                Enumerable.Range(0, tokenizer.Count).Select(tokenizer.Token),
                Enumerable.Range(0, again.Count).Select(again.Token));
            Assert.Equal(tokenizer.Encode("a <pad> text, 🙂\ud800"), again.Encode("a <pad> text, 🙂\ud800"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kind":"other"}""")]
    [InlineData("""{"kind":"character"}""")]
    [InlineData("""{"kind":"character","special":{"pad":"a","end":"a"},"tokens":[]}""")]
    [InlineData("""{"kind":"word","special":{},"tokens":["a","a"],"lowercase":true}""")]
    [InlineData("""{"kind":"byte-pair","special":{},"merges":[[0,256]]}""")]
    [InlineData("""{"kind":"byte-pair","special":{},"merges":[[0,0],[0,0]]}""")]
    [InlineData("""{"kind":"byte-pair","special":{"pad":"a","end":"a"},"merges":[]}""")]
    [InlineData("""{"kind":"byte-pair","special":{"pad":"\ud800"},"merges":[]}""")]
    public void A_damaged_saved_form_is_an_error(string json) =>
        Assert.StartsWith("tokenizer: ", Assert.Throws<DataException>(() => Tokenizer.FromJson(json)).Message, StringComparison.Ordinal);

    private static Tokenizer[] All()
    {
        string[] texts = ["a text, 🙂 <pad> <eos> <unk>\u0130", "<pad><pad> texts"];
        return [CharacterTokenizer.Train(texts), WordTokenizer.Train(texts, lowercase: true), BytePairTokenizer.Train(texts, 300)];
    }
}
