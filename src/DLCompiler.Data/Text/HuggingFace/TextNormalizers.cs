using System.Globalization;
using System.Text;

namespace DLCompiler.Data;

/// <summary>The normalizers of a tokenizer.json: how a text is changed before it is split.</summary>
internal static class TextNormalizers
{
    public static Func<string, string> Read(TextJson? normalizer)
    {
        if (normalizer is not { } all) return text => text;
        Func<string, string>[] steps = [.. Steps(all)];
        var growth = new Growth(all.File, all.Path);
        return text =>
        {
            string result = text;
            foreach (var step in steps)
            {
                result = step(result);
                growth.Check(text, result.Length - text.Length);
            }

            return result;
        };
    }

    private static IEnumerable<Func<string, string>> Steps(TextJson state) =>
        state["type"].Text() == "Sequence" ? state["normalizers"].Items().SelectMany(Steps) : [One(state)];

    private static Func<string, string> One(TextJson state)
    {
        string type = state["type"].Text();
        return type switch
        {
            "NFC" => text => Normalization.Apply(text, compatible: false, composed: true),
            "NFD" => text => Normalization.Apply(text, compatible: false, composed: false),
            "NFKC" => text => Normalization.Apply(text, compatible: true, composed: true),
            "NFKD" => text => Normalization.Apply(text, compatible: true, composed: false),
            "Lowercase" => Runes.Lower,
            "StripAccents" => text => Without(text, Runes.IsMark),
            "ByteLevel" => ByteAlphabet.Encode,
            "BertNormalizer" => Bert(state),
            "Replace" => Replace(state),
            "Prepend" => Prepend(state),
            "Strip" => Strip(state),
            _ => throw state["type"].Wrong($"the normalizer '{type}' is not supported"),
        };
    }

    private static Func<string, string> Prepend(TextJson state)
    {
        var growth = new Growth(state.File, state.Path);
        string prefix = state["prepend"].Text();
        return text =>
        {
            growth.Check(text, prefix.Length);
            return text.Length == 0 ? text : prefix + text;
        };
    }

    private static Func<string, string> Replace(TextJson state)
    {
        var growth = new Growth(state.File, state.Path);
        var pattern = MatchPattern.Read(state["pattern"]);
        string content = state["content"].Text();
        return text => Replaced(text, pattern.Find(text), content, growth);
    }

    private static string Replaced(string text, List<(int Start, int End)> places, string content, Growth growth)
    {
        if (places.Count == 0) return text;
        growth.Check(text, (long)places.Count * content.Length);
        var result = new StringBuilder(text.Length);
        int at = 0;
        foreach (var (start, end) in places)
        {
            result.Append(text, at, start - at).Append(content);
            at = end;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static Func<string, string> Strip(TextJson state)
    {
        bool left = state["strip_left"].Flag();
        bool right = state["strip_right"].Flag();
        return text => (left, right) switch
        {
            (true, true) => text.Trim(),
            (true, false) => text.TrimStart(),
            (false, true) => text.TrimEnd(),
            _ => text,
        };
    }

    private static Func<string, string> Bert(TextJson state)
    {
        bool clean = state["clean_text"].Flag();
        bool spaced = state["handle_chinese_chars"].Flag();
        bool lower = state["lowercase"].Flag();
        bool strip = state.Find("strip_accents")?.Flag() ?? lower;
        return text =>
        {
            if (clean) text = Clean(text);
            if (spaced) text = Spaced(text);
            if (strip)
            {
                text = Normalization.Apply(text, compatible: false, composed: false);
                text = Without(text, code => Runes.Category(code) == UnicodeCategory.NonSpacingMark);
            }

            return lower ? Runes.Lower(text) : text;
        };
    }

    private static string Without(string text, Func<int, bool> isDropped)
    {
        var kept = new StringBuilder(text.Length);
        foreach (string character in Runes.Of(text))
        {
            if (!isDropped(Runes.CodeAt(character, 0))) kept.Append(character);
        }

        return kept.ToString();
    }

    /// <summary>Drops control characters, and makes all white space blanks.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (string character in Runes.Of(text))
        {
            int code = Runes.CodeAt(character, 0);
            bool isControl = code is not ('\t' or '\n' or '\r')
                && Runes.Category(code) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse;
            if (code is 0 or 0xFFFD || isControl) continue;
            clean.Append(Runes.IsSpace(code) ? " " : character);
        }

        return clean.ToString();
    }

    /// <summary>Puts blanks around ideographs, so that each is a word.</summary>
    private static string Spaced(string text)
    {
        var spaced = new StringBuilder(text.Length);
        foreach (string character in Runes.Of(text))
        {
            bool isIdeograph = Runes.CodeAt(character, 0) is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0x20000 and <= 0x2A6DF
                or >= 0x2A700 and <= 0x2B81F or >= 0x2B920 and <= 0x2CEAF or >= 0xF900 and <= 0xFAFF or >= 0x2F800 and <= 0x2FA1F;
            if (isIdeograph) spaced.Append(' ').Append(character).Append(' ');
            else spaced.Append(character);
        }

        return spaced.ToString();
    }

    /// <summary>A bound of what a normalizer adds to a text: one after the other, they could make any length out of a short text.</summary>
    private sealed record Growth(string File, string Path)
    {
        private const int Most = 1 << 16;
        private const int Factor = 64;

        public void Check(string text, long added)
        {
            if (added > Most && added > (long)text.Length * Factor)
                throw new DataException(new DataPlace(File), $"{Path}: adds {added} characters to a text of {text.Length}");
        }
    }
}
