using System.Text.Json;

namespace DLCompiler.Data.Tests.Text;

/// <summary>Small tokenizer.json files, and what is expected of them (fixtures/text/make_text.py).</summary>
internal static class TextFixtures
{
    public static readonly string[] Names = ["gpt2", "bert", "unigram", "llama"];

    public static JsonElement Expected { get; } = JsonDocument.Parse(Bytes("expected")).RootElement;

    public static HuggingFaceTokenizer Load(string name) => Load(Bytes(name), name + ".json");

    public static HuggingFaceTokenizer Load(byte[] bytes, string name = "tokenizer.json")
    {
        using var stream = new MemoryStream(bytes);
        return HuggingFaceTokenizer.Load(stream, name);
    }

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(TextFixtures).Assembly.GetManifestResourceStream($"text/{name}.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Any text: letters, white space, emoji, marks, and characters of all planes, but no half of a surrogate pair.</summary>
    public static string Random(Random random, int most)
    {
        var text = new System.Text.StringBuilder();
        for (int n = random.Next(most); n > 0; n--)
        {
            int code = random.Next(8) switch
            {
                < 4 => random.Next(32, 127),
                4 => "\t\n\r   \u00A0\u3000"[random.Next(8)],
                5 => random.Next(0x1F300, 0x1FAFF),
                6 => random.Next(0x80, 0x3000),
                _ => random.Next(0x110000),
            };
            text.Append(char.ConvertFromUtf32(code is >= 0xD800 and < 0xE000 ? 0x301 : code));
        }

        return text.ToString();
    }
}
