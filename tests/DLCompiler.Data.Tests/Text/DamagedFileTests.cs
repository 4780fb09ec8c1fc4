using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data.Tests.Text;

/// <summary>A tokenizer.json that is damaged, or asks for what there is not, is an error that names it; nothing else happens.</summary>
public class DamagedFileTests
{
    private const string Words = """{"type":"WordLevel","vocab":{"a":0}}""";

    [Theory]
    [InlineData("", "no valid JSON")]
    [InlineData("{", "no valid JSON")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "'model' is missing")]
    [InlineData("""{"model":{"type":"Other"}}""", "model.type: the model 'Other' is not supported")]
    [InlineData("""{"model":{"type":"WordLevel"}}""", "model: 'vocab' is missing")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":-1}}}""", "model.vocab.a: is no integer")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0.5}}}""", "model.vocab.a: is no integer")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0,"b":0}}}""", "another token has the id 0")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":0,"a":1}}}""", "twice")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"a":2147483647}}}""", "far above")]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"\ud800":0}}}""", "no valid JSON")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":["a b"]}}""", "model.merges[0]: 'ab' is not in the vocabulary")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}""", "model.merges[0]: 'b' is not in the vocabulary")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"aa":1},"merges":["a a","a a"]}}""", "model.merges[1]: is there twice")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"aa":1},"merges":["a"]}}""", "model.merges[0]: is no pair")]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0,"":1},"merges":[["a",""]]}}""", "a part is empty")]
    [InlineData(
        """{"model":{"type":"BPE","continuing_subword_prefix":"##","vocab":{"a":0,"##":1},"merges":[["a","##"]]}}""",
        "made of itself")]
    [InlineData(
        """{"model":{"type":"BPE","continuing_subword_prefix":"#","vocab":{"#":0,"ab":1,"#b":2,"a":3},"merges":[["#","#b"]]}}""",
        "made of itself")]
    [InlineData("""{"model":{"type":"Unigram","unk_id":1,"vocab":[["a",0]]}}""", "model.unk_id: is none of the 1 tokens")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a"]]}}""", "model.vocab[0]: is no pair")]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a","b"]]}}""", "model.vocab[0][1]: is no finite number")]
    [InlineData($$"""{"model":{{Words}},"normalizer":{"type":"Precompiled"} }""", "the normalizer 'Precompiled' is not supported")]
    [InlineData(
        $$"""{"model":{{Words}},"pre_tokenizer":{"type":"UnicodeScripts"} }""",
        "the pre-tokenizer 'UnicodeScripts' is not supported")]
    [InlineData($$"""{"model":{{Words}},"post_processor":{"type":"X"} }""", "the post-processor 'X' is not supported")]
    [InlineData($$"""{"model":{{Words}},"decoder":{"type":"CTC"} }""", "the decoder 'CTC' is not supported")]
    [InlineData($$"""{"model":{{Words}},"post_processor":{"type":"BertProcessing","cls":["x",7],"sep":["a",0]} }""", "there is no token 7")]
    [InlineData(
        $$"""{"model":{{Words}},"pre_tokenizer":{"type":"Split","pattern":{"Regex":"("},"behavior":"Isolated"} }""",
        "no regular expression")]
    [InlineData($$"""{"model":{{Words}},"padding":{"strategy":{"Fixed":2000000000},"pad_id":0} }""", "padding.strategy.Fixed")]
    [InlineData($$"""{"model":{{Words}},"truncation":{"max_length":5,"strategy":"OnlySecond"} }""", "'OnlySecond' is not supported")]
    [InlineData($$"""{"model":{{Words}},"added_tokens":[{"id":0,"content":"b","special":true}]}""", "has the id 0 of 'a'")]
    public void What_is_wrong_is_named(string json, string problem)
    {
        string message = Assert.Throws<DataException>(() => TextFixtures.Load(Encoding.UTF8.GetBytes(json), "some.json")).Message;
        Assert.StartsWith("some.json: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Replacements_of_replacements_do_not_fill_memory()
    {
        var steps = new JsonArray();
        for (int i = 0; i < 60; i++) steps.Add((JsonNode)JsonNode.Parse("""{"type":"Replace","pattern":{"String":"a"},"content":"aa"}""")!);
        string json = $$"""{"normalizer":{"type":"Sequence","normalizers":{{steps.ToJsonString()}} },"model":{{Words}} }""";
        var tokenizer = TextFixtures.Load(Encoding.UTF8.GetBytes(json), "some.json");
        Assert.Contains("adds", Assert.Throws<DataException>(() => tokenizer.Encode("a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_has_a_bound()
    {
        string json = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 10_000));
        Assert.Throws<DataException>(() => TextFixtures.Load(Encoding.UTF8.GetBytes($$"""{"normalizer":{{json}}""")));
    }

    [Fact]
    public void Any_damage_is_an_error_or_a_tokenizer()
    {
        byte[][] files = [.. TextFixtures.Names.Select(TextFixtures.Bytes)];
        var random = new Random(1);
        int loaded = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] file = files[i / 2 % files.Length];
            byte[] damaged = i % 2 == 0 ? DamagedBytes(file, random) : DamagedValues(file, random);
            try
            {
                var tokenizer = TextFixtures.Load(damaged, "some.json");
                int[] tokens = tokenizer.EncodeAll(["the cat's  naïve 東京🙂 <s>[MASK]"]).Tokens;
                Assert.NotNull(tokenizer.Decode(tokens));
                loaded++;
            }
            catch (DataException e)
            {
                Assert.StartsWith("some.json", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(loaded, 1000, 9000);
    }

    private static byte[] DamagedBytes(byte[] file, Random random)
    {
        byte[] bytes = [.. file];
        switch (random.Next(5))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                int at = random.Next(bytes.Length);
                int length = Math.Min(random.Next(1, 40), bytes.Length - at);
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                int from = random.Next(bytes.Length);
                int end = Math.Min(from + random.Next(1, 60), bytes.Length);
                return [.. bytes[..end], .. bytes[from..]];
            default:
                for (int n = random.Next(1, 4); n > 0; n--)
                {
                    bytes[random.Next(bytes.Length)] = random.Next(3) switch
                    {
                        0 => (byte)random.Next(256),
                        1 => (byte)"0123456789"[random.Next(10)],
                        _ => (byte)"\"{}[]:,\\ -ae"[random.Next(12)],
                    };
                }

                return bytes;
        }
    }

    /// <summary>JSON as it was, but for a few values that are gone, others' or something else.</summary>
    private static byte[] DamagedValues(byte[] file, Random random)
    {
        var root = JsonNode.Parse(file)!;
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            var place = Any(root, random);
            var value = random.Next(7) switch
            {
                0 => null,
                1 => JsonValue.Create(random.Next(-2, 400)),
                2 => JsonValue.Create(random.Next(2) == 0 ? int.MaxValue : 1e300),
                3 => JsonValue.Create(new[] { "", " ", "a", "BPE", "Sequence", "Unigram", "[", "\\p{L}*" }[random.Next(8)]),
                4 => JsonValue.Create(random.Next(2) == 0),
                _ => Any(root, random).DeepClone(),
            };
            if (place.Parent is JsonObject parent)
            {
                if (random.Next(3) == 0) parent.Remove(place.GetPropertyName());
                else parent[place.GetPropertyName()] = value;
            }
            else if (place.Parent is JsonArray list)
            {
                list[place.GetElementIndex()] = value;
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static JsonNode Any(JsonNode root, Random random)
    {
        var node = root;
        while (random.Next(5) > 0)
        {
            JsonNode?[] children = node switch
            {
                JsonObject all => [.. all.Select(member => member.Value)],
                JsonArray all => [.. all],
                _ => [],
            };
            if (children.Length == 0 || children[random.Next(children.Length)] is not { } child) break;
            node = child;
        }

        return node;
    }
}
