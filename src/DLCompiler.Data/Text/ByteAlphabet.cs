using System.Text;

namespace DLCompiler.Data;

/// <summary>
/// Bytes as characters that can be seen, as GPT-2 writes the tokens of byte-level byte pair encoding: printable bytes of Latin-1 are
/// themselves, the others the characters from U+0100 on.
/// </summary>
/// <remarks>bytes_to_unicode in encoder.py of Radford et al., Language Models are Unsupervised Multitask Learners, 2019.</remarks>
internal static class ByteAlphabet
{
    private const int Size = 256;

    private static readonly char[] Characters = MakeCharacters();

    private static readonly byte[] Order = [.. Enumerable.Range(0, Size).OrderBy(b => Characters[b]).Select(b => (byte)b)];

    private static readonly Dictionary<char, byte> Bytes = Enumerable.Range(0, Size).ToDictionary(b => Characters[b], b => (byte)b);

    /// <summary>The bytes in the order of their characters, which is the order of GPT-2's ids.</summary>
    public static ReadOnlySpan<byte> Ordered => Order;

    public static char Character(byte value) => Characters[value];

    /// <summary>UTF-8 bytes of a text as characters. Half a surrogate pair counts as U+FFFD.</summary>
    public static string Encode(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return string.Create(bytes.Length, bytes, (characters, from) =>
        {
            for (int i = 0; i < from.Length; i++) characters[i] = Characters[from[i]];
        });
    }

    /// <summary>The bytes of a token; the UTF-8 bytes of one that has other characters, as added tokens may.</summary>
    public static byte[] Decode(string token)
    {
        var bytes = new byte[token.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out bytes[i])) return Encoding.UTF8.GetBytes(token);
        }

        return bytes;
    }

    private static char[] MakeCharacters()
    {
        var characters = new char[Size];
        int next = Size;
        for (int b = 0; b < Size; b++)
            characters[b] = b is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)b : (char)next++;
        return characters;
    }
}
