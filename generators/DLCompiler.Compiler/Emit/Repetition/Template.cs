using System.Globalization;
using System.Text;

namespace DLCompiler.Compiler.Emit.Repetition;

/// <summary>
/// Code with holes, <c>#0</c>, <c>#1</c> and so on: for what it mentions, and for its whole numbers. Layers that differ only in sizes
/// have the same template.
/// </summary>
internal static class Template
{
    private const char Mark = '#';

    /// <summary>A hole as code writes it.</summary>
    public static string Hole(int number) => Mark + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes holes of the numbers in code.</summary>
    /// <param name="code">May have holes.</param>
    /// <param name="hole">Gives each number, in order, the number of its hole.</param>
    public static string Open(string code, Func<int, int> hole) => Replace(code, (isHole, digits) =>
        !isHole && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Hole(hole(number)) : null);

    /// <summary>Fills the holes.</summary>
    public static string Fill(string template, Func<int, string> hole) => Replace(template, (isHole, digits) =>
        isHole ? hole(int.Parse(digits, CultureInfo.InvariantCulture)) : null);

    /// <summary>
    /// Replaces holes, and numbers that are no part of a name, of a floating-point number or of a hole; null leaves one as it is.
    /// </summary>
    private static string Replace(string code, Func<bool, string, string?> replace)
    {
        var text = new StringBuilder(code.Length);
        int done = 0;
        for (int start = 0, end; start < code.Length; start = end)
        {
            end = start + 1;
            if (!char.IsDigit(code[start])) continue;
            while (end < code.Length && char.IsDigit(code[end])) end++;
            bool isHole = start > 0 && code[start - 1] == Mark;
            bool isPart = !isHole && ((start > 0 && IsOfWord(code[start - 1])) || (end < code.Length && IsOfWord(code[end])));
            if (isPart || replace(isHole, code.Substring(start, end - start)) is not { } replaced) continue;
            text.Append(code, done, start - done - (isHole ? 1 : 0)).Append(replaced);
            done = end;
        }

        return text.Append(code, done, code.Length - done).ToString();
    }

    private static bool IsOfWord(char c) => c is '_' or '.' || char.IsLetterOrDigit(c);
}
