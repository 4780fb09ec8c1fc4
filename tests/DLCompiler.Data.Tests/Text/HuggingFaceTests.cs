using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data.Tests.Text;

/// <summary>tokenizer.json files: the ids of an implementation in Python and ids found by hand, and what decoding gives.</summary>
public class HuggingFaceTests
{
    public static TheoryData<string, string, int[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int[]>();
            foreach (var file in TextFixtures.Expected.GetProperty("files").EnumerateObject())
            {
                foreach (var one in file.Value.EnumerateArray())
                {
                    int[] ids = [.. one.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
                    cases.Add(file.Name, one.GetProperty("text").GetString()!, ids);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> Names => new(TextFixtures.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ids_are_those_of_Python(string name, string text, int[] expected)
    {
        var tokenizer = TextFixtures.Load(name);
        Assert.Equal(expected, tokenizer.Encode(text, tokenizer.Options));
        Assert.Equal(expected, Tokenizer.FromJson(tokenizer.ToJson()).Encode(text, tokenizer.Options));
    }

    [Theory]
    [InlineData("gpt2", "naïve  café\n東京🙂 isn't")]
    [InlineData("gpt2", "")]
    [InlineData("llama", "naïve  café\n東京🙂 isn't ")]
    [InlineData("unigram", "the cat sat on the mat")]
    [InlineData("bert", "they re on the mat, isn't it?")]
    public void Decoding_undoes_encoding(string name, string text)
    {
        var tokenizer = TextFixtures.Load(name);
        string expected = name == "bert" ? text.Replace("n't", "n ' t", StringComparison.Ordinal) : text;
        Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode(text)));
        Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode(text, tokenizer.Options)));
    }

    [Fact]
    public void Byte_level_decoding_undoes_encoding_of_any_text()
    {
        var random = new Random(11);
        var tokenizer = TextFixtures.Load("gpt2");
        for (int i = 0; i < 500; i++)
        {
            string text = TextFixtures.Random(random, 60);
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void Byte_pairs_by_hand()
    {
        // "low" is merged by l+o and lo+w; in "wol" only o+l could be, which has no merge. "lowlow" is merged alike twice.
        var tokenizer = File(Model("""{"type":"BPE","vocab":{"l":0,"o":1,"w":2,"lo":3,"low":4},"merges":["l o","lo w"]}"""));
        Assert.Equal([4, 2, 1, 0], tokenizer.Encode("lowwol"));
        Assert.Equal([4, 4], tokenizer.Encode("lowlow"));
        Assert.Equal([4], tokenizer.Encode("l?o?w"));  // what is unknown is left out before merging

        // The same merges as pairs, with marks of words: "low" is l, ##o, ##w</w>.
        var marked = File(Model("""
            {"type":"BPE","continuing_subword_prefix":"##","end_of_word_suffix":"</w>","unk_token":"u",
             "vocab":{"l":0,"##o":1,"##w</w>":2,"lo":3,"low</w>":4,"u":5},"merges":[["l","##o"],["lo","##w</w>"]]}
            """));
        Assert.Equal([4], marked.Encode("low"));
        Assert.Equal([5, 5, 5], marked.Encode("xyz"));

        var preferring = File(Model("""{"type":"BPE","ignore_merges":true,"vocab":{"a":0,"b":1,"c":2,"abc":3},"merges":[]}"""));
        Assert.Equal([3], preferring.Encode("abc"));
        Assert.Equal([0, 1, 2, 0], preferring.Encode("abca"));
    }

    [Fact]
    public void Word_pieces_by_hand()
    {
        var tokenizer = File("""
            {"normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"Whitespace"},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":12,
             "vocab":{"[UNK]":0,"un":1,"##aff":2,"##able":3,"##a":4,"!":5}}}
            """);
        Assert.Equal([1, 2, 3, 5], tokenizer.Encode("Unaffable!"));
        Assert.Equal([0, 1, 4], tokenizer.Encode("unaffablex una"));
        Assert.Equal([0], tokenizer.Encode("unaffaffaffaff"));
    }

    [Fact]
    public void Unigrams_by_hand()
    {
        // "ab" is -3 as a token and -4 as two; "abc" is best as a + bc (-3.5), not as ab + c (-6).
        var tokenizer = File(Model("""
            {"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",-2],["b",-2],["c",-3],["ab",-3],["bc",-1.5]]}
            """));
        Assert.Equal([4], tokenizer.Encode("ab"));
        Assert.Equal([1, 5], tokenizer.Encode("abc"));
        Assert.Equal([0, 4, 0], tokenizer.Encode("xyzab🙂"));
    }

    [Fact]
    public void Words_by_hand()
    {
        var tokenizer = File("""
            {"pre_tokenizer":{"type":"WhitespaceSplit"},
             "post_processor":{"type":"RobertaProcessing","sep":["b",1],"cls":["a",0],"trim_offsets":true,"add_prefix_space":true},
             "model":{"type":"WordLevel","vocab":{"a":0,"b":1,"?":2},"unk_token":"?"}}
            """);
        Assert.Equal([1, 2, 0], tokenizer.Encode("b c a"));
        Assert.Equal([0, 1, 1], tokenizer.Encode("b", tokenizer.Options));
        Assert.Equal(2, tokenizer.UnknownId);
        Assert.Equal("b ? a", tokenizer.Decode([1, 2, 0]));
    }

    [Theory]
    [InlineData("Removed", "a|b|c")]
    [InlineData("Isolated", "a|-|b|-|-|c")]
    [InlineData("MergedWithPrevious", "a-|b-|-|c")]
    [InlineData("MergedWithNext", "a|-b|-|-c")]
    [InlineData("Contiguous", "a|-|b|--|c")]
    public void Behaviors_of_splits(string behavior, string expected)
    {
        foreach (string pattern in new[] { """{"String":"-"}""", """{"Regex":"-"}""" })
        {
            string step = $$"""{"type":"Split","pattern":{{pattern}},"behavior":"{{behavior}}","invert":false}""";
            AssertWords(expected.Split('|'), step, "a-b--c");
        }
    }

    [Theory]
    [InlineData("""{"type":"Digits","individual_digits":true}""", "a12b", "a|1|2|b")]
    [InlineData("""{"type":"Digits","individual_digits":false}""", "a12b", "a|12|b")]
    [InlineData("""{"type":"Punctuation"}""", "a,!b", "a|,|!|b")]
    [InlineData("""{"type":"Whitespace"}""", "Hey, it's... 𝐀b", "Hey|,|it|'|s|...|𝐀b")]
    [InlineData("""{"type":"CharDelimiterSplit","delimiter":","}""", "a,b,,c", "a|b|c")]
    [InlineData("""{"type":"Metaspace","replacement":"_","prepend_scheme":"first"}""", "a b", "_a|_b")]
    [InlineData("""{"type":"Metaspace","replacement":"_","add_prefix_space":false}""", "a b", "a|_b")]
    [InlineData("""{"type":"ByteLevel","add_prefix_space":true}""", "a's é", "Ġa|'s|ĠÃ©")]
    [InlineData(
        """{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Digits","individual_digits":true}]}""",
        "a1 2b",
        "a|1|2|b")]
    public void Words_of_pre_tokenizers(string step, string text, string expected) => AssertWords(expected.Split('|'), step, text);

    [Theory]
    [InlineData("""{"type":"NFC"}""", "e\u0301", "é")]
    [InlineData("""{"type":"NFKD"}""", "ﬁé", "fie\u0301")]
    [InlineData("""{"type":"Lowercase"}""", "ÀΣİ", "àσi\u0307")]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"StripAccents"}]}""", "naïve", "naive")]
    [InlineData("""{"type":"Strip","strip_left":true,"strip_right":false}""", " a ", "a ")]
    [InlineData("""{"type":"Replace","pattern":{"Regex":"a+"},"content":"$0b"}""", "caat", "c$0bt")]
    [InlineData("""{"type":"Prepend","prepend":"_"}""", "a", "_a")]
    [InlineData(
        """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
        "É\t東\u200d",
        "e  東 ")]
    public void Texts_of_normalizers(string normalizer, string text, string expected)
    {
        var tokenizer = File($$"""{"normalizer":{{normalizer}},"model":{"type":"WordLevel","vocab":{{Vocabulary(expected)}} } }""");
        Assert.Equal([0], tokenizer.Encode(text));
    }

    [Theory]
    [InlineData("""{"type":"BPEDecoder","suffix":"</w>"}""", "a|b</w>|c</w>", "ab c")]
    [InlineData("""{"type":"WordPiece","prefix":"##","cleanup":true}""", "do|##n|'|t|n't|.", "don ' tn't.")]
    [InlineData("""{"type":"ByteFallback"}""", "a|<0xE2>|<0x82>|<0xAC>|<0xFF>|b", "a\ufffd\ufffd\ufffd\ufffdb")]
    [InlineData("""{"type":"ByteFallback"}""", "a|<0xE2>|<0x82>|<0xAC>", "a€")]
    [InlineData("""{"type":"Strip","content":"_","start":1,"stop":1}""", "__a_|_|", "_a")]
    [InlineData(
        """{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"_"},"content":" "},{"type":"Fuse"}]}""",
        "_a|_b",
        " a b")]
    public void Texts_of_decoders(string decoder, string tokens, string expected)
    {
        string[] all = tokens.Split('|');
        var tokenizer = File($$"""{"decoder":{{decoder}},"model":{"type":"WordLevel","vocab":{{Vocabulary([.. all.Distinct()])}} } }""");
        Assert.Equal(expected, tokenizer.Decode([.. all.Select(token => tokenizer.Id(token)!.Value)]));
    }

    [Fact]
    public void Added_tokens()
    {
        var tokenizer = File("""
            {"normalizer":{"type":"Lowercase"},"pre_tokenizer":{"type":"WhitespaceSplit"},
             "added_tokens":[
              {"id":3,"content":"<M>","single_word":false,"lstrip":true,"rstrip":true,"normalized":false,"special":true},
              {"id":4,"content":"AB","single_word":true,"lstrip":false,"rstrip":false,"normalized":true,"special":false},
              {"id":5,"content":"<M><M>","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":false}],
             "model":{"type":"WordLevel","vocab":{"a":0,"b":1,"?":2},"unk_token":"?"}}
            """);
        Assert.Equal([0, 3, 1], tokenizer.Encode("a  <M>  b"));
        Assert.Equal([4, 2, 4], tokenizer.Encode("ab abc AB"));
        Assert.Equal([5, 3], tokenizer.Encode("<M><M><M>"));
        Assert.Equal("a AB", tokenizer.Decode([0, 3, 4]));
        Assert.Equal(6, tokenizer.Count);
        Assert.Equal("<M>", tokenizer.Token(3));
    }

    [Fact]
    public void Padding_and_truncation_of_the_file()
    {
        var tokenizer = TextFixtures.Load("bert");
        var batch = tokenizer.EncodeAll(["the cat", "the", new string('.', 100)]);
        Assert.Equal(32, batch.Length);
        Assert.Equal([4, 3, 32], batch.Lengths);
        Assert.Equal([2, 5, 6, 3, 0], batch[0][..5].ToArray());
        Assert.Equal(3, batch[2][31]);
        Assert.Equal((0, 1, 2, 3), (tokenizer.PadId, tokenizer.UnknownId, tokenizer.BeginId, tokenizer.EndId));

        var json = JsonNode.Parse(TextFixtures.Bytes("bert"))!;
        json["padding"] = JsonNode.Parse("""
            {"strategy":{"Fixed":6},"direction":"Left","pad_to_multiple_of":4,"pad_id":0,"pad_type_id":0,"pad_token":"[PAD]"}
            """);
        json["truncation"] = JsonNode.Parse("""{"direction":"Left","max_length":4,"strategy":"LongestFirst","stride":0}""");
        Assert.Equal([0, 0, 0, 0, 2, 6, 7, 3], File(json.ToJsonString()).EncodeAll(["the cat sat"]).Tokens);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Saved_again_it_is_the_same(string name)
    {
        var tokenizer = TextFixtures.Load(name);
        string json = tokenizer.ToJson();
        var again = Tokenizer.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(tokenizer.Special, again.Special);
        Assert.Equal(tokenizer.Count, again.Count);
    }

    private static HuggingFaceTokenizer File(string json) => TextFixtures.Load(Encoding.UTF8.GetBytes(json));

    private static string Model(string model) => $$"""{"model":{{model}}}""";

    private static string Vocabulary(params string[] tokens)
    {
        var all = new JsonObject();
        for (int i = 0; i < tokens.Length; i++) all[tokens[i]] = i;
        return all.ToJsonString();
    }

    /// <summary>That a pre-tokenizer makes these words: a model that knows no others gives each of them its token.</summary>
    private static void AssertWords(string[] expected, string step, string text)
    {
        string[] known = [.. expected.Distinct()];
        var tokenizer = File($$"""{"pre_tokenizer":{{step}},"model":{"type":"WordLevel","vocab":{{Vocabulary(known)}} } }""");
        Assert.Equal(expected, tokenizer.Encode(text).Select(tokenizer.Token));
    }
}
