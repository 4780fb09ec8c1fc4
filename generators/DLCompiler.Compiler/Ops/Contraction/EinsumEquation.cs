using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Ops;

/// <summary>An equation such as <c>bij,bjk->bik</c>: a letter an axis.</summary>
/// <param name="Operands">The letters of each operand.</param>
/// <param name="Result">The letters of the result, each once.</param>
internal sealed record EinsumEquation(IReadOnlyList<string> Operands, string Result)
{
    /// <summary>
    /// Reads an equation. Without an arrow, the result has the letters that occur once, in alphabetical order.
    /// </summary>
    /// <exception cref="ShapeException">It is malformed (DLC1012).</exception>
    public static EinsumEquation Parse(string text)
    {
        string[] sides = text.Replace(" ", "").Split(["->"], StringSplitOptions.None);
        string[] operands = sides[0].Split(',');
        string all = string.Concat(operands);
        string result = sides.Length > 1
            ? sides[1]
            : string.Concat(all.GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).OrderBy(c => c));
        if (sides.Length > 2 || (all + result).Any(c => c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))))
            throw Wrong($"'{text}' is no equation such as 'ij,jk->ik'");
        if (result.FirstOrDefault(c => !all.Contains(c)) is var unknown and not '\0')
            throw Wrong($"'{unknown}' of the result is in no operand of '{text}'");
        if (result.Distinct().Count() < result.Length) throw Wrong($"the result of '{text}' names an axis twice");
        return new EinsumEquation(operands, result);
    }

    private static ShapeException Wrong(string message) => new("DLC1012", message, "equation");
}
