namespace DLCompiler.Compiler.Shapes;

/// <summary>A comparison of two sizes: it holds for all values of their symbols, for none, or for some.</summary>
/// <param name="Left">The size on the left.</param>
/// <param name="Operator">As C# writes it: <c>==</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>.</param>
/// <param name="Right">The size on the right.</param>
public sealed record Condition(Dim Left, string Operator, Dim Right)
{
    /// <summary>Whether it holds for all values of the symbols, which are at least 1, or for none; null for some.</summary>
    public bool? Holds => Operator switch
    {
        "==" => Always(Left == Right, Left.ProvablyDiffers(Right)),
        "!=" => !Equal(Left, Right).Holds,
        "<" => Always((Right - Left).AtLeast(1), (Left - Right).AtLeast(0)),
        "<=" => Always((Right - Left).AtLeast(0), (Left - Right).AtLeast(1)),
        ">" => new Condition(Right, "<", Left).Holds,
        ">=" => new Condition(Right, "<=", Left).Holds,
        _ => throw new InvalidOperationException($"{Operator} compares no sizes."),
    };

    /// <summary>The symbols that it mentions.</summary>
    public IEnumerable<string> Symbols => Left.Symbols().Concat(Right.Symbols()).Distinct();

    public static Condition Equal(Dim left, Dim right) => new(left, "==", right);

    /// <summary>That a size is not above another. With one symbol it is a bound of that: <c>H >= 3</c> for 3 ≤ H.</summary>
    public static Condition AtMost(Dim low, Dim high)
    {
        var difference = high - low;
        Dim bound = -difference.Constant, varying = difference + bound;
        if (varying.Terms.Count != 1) return new(low, "<=", high);
        return varying.Terms[0].Coefficient > 0 ? new(varying, ">=", bound) : new(-varying, "<=", -bound);
    }

    /// <summary>Whether another one says the same; sides that are equal may be swapped.</summary>
    public bool IsSame(Condition other) => this == other
        || (Operator is "==" or "!=" && this == new Condition(other.Right, other.Operator, other.Left));

    /// <summary>As the user would write it.</summary>
    public override string ToString() => Operator is "==" or "!=" && Remainder() is { } remainder
        ? $"{remainder} {Operator} 0"
        : $"{Left} {Operator} {Right}";

    /// <summary><c>T % 4</c> where the sides are T and 4·(T/4), as ops say that they divide evenly; else null.</summary>
    private string? Remainder()
    {
        var difference = Left - Right;
        foreach (var division in difference.Terms.SelectMany(t => t.Monomial.Factors).Select(f => f.Atom).OfType<FloorDivAtom>())
        {
            var remainder = Dim.Mod(division.Numerator, division.Denominator);
            if (difference.DivideExactly(remainder) is { } factor && (factor.AtLeast(1) || (-factor).AtLeast(1)))
                return $"{DimPrinter.Factor(division.Numerator)} % {DimPrinter.Factor(division.Denominator)}";
        }

        return null;
    }

    private static bool? Always(bool holds, bool fails) => holds ? true : fails ? false : null;
}

/// <summary>A comparison as a user wrote it.</summary>
/// <param name="Condition">The sizes that it compares.</param>
/// <param name="Left">The text on the left.</param>
/// <param name="Right">The text on the right.</param>
public sealed record StatedCondition(Condition Condition, string Left, string Right)
{
    /// <summary>The names in it, and what they stand for.</summary>
    public IReadOnlyList<(string Name, Dim Size)> Names { get; init; } = [];
}
