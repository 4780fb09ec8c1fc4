using System.Globalization;
using System.Text;

namespace DLCompiler.Data;

/// <summary>Characters of text that are one or two UTF-16 units, and what kinds of them there are.</summary>
internal static class Runes
{
    /// <summary>The units of the character at a place: 2 for a surrogate pair; half a pair counts as a character.</summary>
    public static int LengthAt(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    public static int CodeAt(string text, int at) => LengthAt(text, at) == 2 ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at];

    /// <summary>The characters, each as text.</summary>
    public static IEnumerable<string> Of(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = LengthAt(text, at);
            yield return text.Substring(at, length);
            at += length;
        }
    }

    public static void Append(StringBuilder text, int code)
    {
        // Half a surrogate pair is no Unicode scalar value, and yet may be in a string.
        if (code < 0x10000) text.Append((char)code);
        else text.Append(char.ConvertFromUtf32(code));
    }

    public static UnicodeCategory Category(int code) => CharUnicodeInfo.GetUnicodeCategory(code);

    /// <summary>White space (the Unicode property White_Space).</summary>
    public static bool IsSpace(int code) => code < 0x10000 && char.IsWhiteSpace((char)code);

    public static bool IsNumeric(int code) =>
        Category(code) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    public static bool IsMark(int code) =>
        Category(code) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    public static bool IsLetter(int code) => Category(code) is >= UnicodeCategory.UppercaseLetter and <= UnicodeCategory.OtherLetter;

    /// <summary>
    /// A character of words, as <c>\w</c> is in Unicode's regular expressions (UTS 18, Annex C): alphabetic, a mark, a decimal digit,
    /// a connector, or a joiner.
    /// </summary>
    public static bool IsWord(int code) => Category(code) switch
    {
        >= UnicodeCategory.UppercaseLetter and <= UnicodeCategory.LetterNumber => true,
        UnicodeCategory.ConnectorPunctuation => true,

        // Letters in circles and squares are symbols that count as alphabetic.
        UnicodeCategory.OtherSymbol => code is >= 0x24B6 and <= 0x24E9 or >= 0x1F130 and <= 0x1F149 or >= 0x1F150 and <= 0x1F169
            or >= 0x1F170 and <= 0x1F189,
        _ => code is 0x200C or 0x200D,
    };

    /// <summary>Punctuation as BERT has it: also the symbols of ASCII.</summary>
    public static bool IsPunctuation(int code) =>
        code < 0x80
            ? code is >= 33 and <= 47 or >= 58 and <= 64 or >= 91 and <= 96 or >= 123 and <= 126
            : Category(code) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    /// <summary>Lower case of each character by itself, whatever the culture.</summary>
    public static string Lower(string text)
    {
        string lower = text.ToLowerInvariant();

        // The one character whose lower case is two; the invariant culture leaves it alone.
        return lower.Contains('\u0130', StringComparison.Ordinal) ? lower.Replace("\u0130", "i\u0307", StringComparison.Ordinal) : lower;
    }
}
