using System.Globalization;
using System.Text.RegularExpressions;

namespace DLCompiler.Compiler.Emit.Repetition;

/// <summary>
/// Code with holes, <c>#0</c>, <c>#1</c> and so on: for what it mentions, and for its whole numbers. Layers that differ only in sizes
/// have the same template.
/// </summary>
internal static class Template
{
    /// <summary>A hole, or a number that is no part of a name, of a floating-point number or of a hole.</summary>
    private static readonly Regex HoleOrNumber = new(@"#(\d+)|(?<![\w#.])\d+(?![\w.])");

    /// <summary>A hole as code writes it.</summary>
    public static string Hole(int number) => "#" + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes holes of the numbers in code.</summary>
    /// <param name="code">May have holes.</param>
    /// <param name="hole">Gives each number, in order, the number of its hole.</param>
    public static string Open(string code, Func<int, int> hole) => HoleOrNumber.Replace(
        code,
        match => int.TryParse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Hole(hole(number)) : match.Value);

    /// <summary>Fills the holes.</summary>
    public static string Fill(string template, Func<int, string> hole) => HoleOrNumber.Replace(
        template,
        match => match.Groups[1].Success ? hole(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) : match.Value);
}
