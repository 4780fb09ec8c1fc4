using DLCompiler.Compiler.Shapes;

namespace DLCompiler.Compiler.Emit;

/// <summary>Dimensions as C# integer expressions. A floor division's operands are non-negative, so C#'s division is the floor.</summary>
internal static class SizePrinter
{
    public static string Print(Dim size) => Print(size, Coefficient);

    /// <summary>The size as a long.</summary>
    public static string PrintLong(Dim size) => Print(size, Literals.Integer);

    private static string Print(Dim size, Func<long, string> coefficient)
    {
        if (size.Terms.Count == 0) return "0";
        if (size.Terms.Count == 1 && size.Terms[0] is { Coefficient: > 0 } only) return Product(only, coefficient);
        var parts = size.Terms.Select(term => (Negative: term.Coefficient < 0, Text: Product(term, coefficient)))
            .OrderBy(p => p.Negative).ToList();
        string text = (parts[0].Negative ? "-" : "") + parts[0].Text;
        foreach (var (negative, part) in parts.Skip(1)) text += (negative ? " - " : " + ") + part;
        return text;
    }

    /// <summary>The size as an operand of a product.</summary>
    public static string Factor(Dim size) =>
        size.SymbolName is not null || (size.IsConstant && size.Constant >= 0) ? Print(size) : $"({Print(size)})";

    private static string Product(Term term, Func<long, string> print)
    {
        if (term.Monomial.IsOne) return print(Math.Abs(term.Coefficient));
        var factors = term.Monomial.Factors.SelectMany(f => Enumerable.Repeat(Print(f.Atom), f.Power)).ToList();
        return string.Join(" * ", Math.Abs(term.Coefficient) == 1 ? factors : [.. factors, print(Math.Abs(term.Coefficient))]);
    }

    /// <summary>C# has no literals of native size: beyond int they would make the expression a long.</summary>
    private static string Coefficient(long value) =>
        value <= int.MaxValue ? Literals.Integer(value) : $"unchecked((nint){Literals.Integer(value)})";

    private static string Print(Atom atom) => atom switch
    {
        SymbolAtom symbol => Literals.Symbol(symbol.Name),
        FloorDivAtom div => $"({Factor(div.Numerator)} / {Factor(div.Denominator)})",
        MaxAtom max => $"global::System.Math.Max({Print(max.First)}, {Print(max.Second)})",
        _ => throw new InvalidOperationException(atom.GetType().Name),
    };
}
