using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data.Tests.Text;

/// <summary>Normalization forms against Python's, through a tokenizer of characters that a file describes.</summary>
public class NormalizationTests
{
    private static readonly ConcurrentDictionary<string, HuggingFaceTokenizer> Tokenizers = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("NFC")]
    [InlineData("NFD")]
    [InlineData("NFKC")]
    [InlineData("NFKD")]
    public void Forms_are_those_of_Python(string form)
    {
        foreach (var one in TextFixtures.Expected.GetProperty("normalized").EnumerateArray())
            Assert.Equal(one.GetProperty(form).GetString(), Normalized(form, one.GetProperty("text").GetString()!));
    }

    [Fact]
    public void Forms_agree_with_each_other()
    {
        var random = new Random(9);
        for (int i = 0; i < 3000; i++)
        {
            string text = TextFixtures.Random(random, 30);
            foreach (string compatible in new[] { "", "K" })
            {
                string composed = Normalized($"NF{compatible}C", text);
                string decomposed = Normalized($"NF{compatible}D", text);
                Assert.Equal(composed, Normalized($"NF{compatible}C", composed));
                Assert.Equal(composed, Normalized($"NF{compatible}C", decomposed));
                Assert.Equal(decomposed, Normalized($"NF{compatible}D", composed));
            }
        }
    }

    private static string Normalized(string form, string text)
    {
        var tokenizer = Tokenizers.GetOrAdd(form, Load);
        return tokenizer.Decode(tokenizer.Encode(text));
    }

    private static HuggingFaceTokenizer Load(string form)
    {
        var file = new JsonObject
        {
            ["normalizer"] = new JsonObject { ["type"] = form },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = Bytes(), ["merges"] = new JsonArray() },
        };
        return TextFixtures.Load(Encoding.UTF8.GetBytes(file.ToJsonString()));
    }

    private static JsonObject Bytes()
    {
        var bytes = BytePairTokenizer.Train([], 256, special: SpecialTokens.None);
        var vocabulary = new JsonObject();
        for (int id = 0; id < bytes.Count; id++) vocabulary[bytes.Token(id)] = id;
        return vocabulary;
    }
}
