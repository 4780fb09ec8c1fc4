namespace DLCompiler.Compiler.Shapes;

/// <summary>What a polynomial is made of: a symbol, or an expression that is no polynomial.</summary>
internal abstract record Atom
{
    /// <summary>The least value over all symbols ≥ 1, or a bound below it; null where none is known.</summary>
    public abstract long? LowerBound();

    public abstract Dim Substitute(Func<string, Dim?> binding);

    public abstract void CollectSymbols(ISet<string> names);
}

internal sealed record SymbolAtom(string Name) : Atom
{
    public override long? LowerBound() => 1;

    public override Dim Substitute(Func<string, Dim?> binding) => binding(Name) ?? Dim.OfAtom(this);

    public override void CollectSymbols(ISet<string> names) => names.Add(Name);

    public override string ToString() => Name;
}

/// <summary>⌊Numerator / Denominator⌋, which does not simplify.</summary>
internal sealed record FloorDivAtom(Dim Numerator, Dim Denominator) : Atom
{
    public override long? LowerBound() => Numerator.AtLeast(0) && Denominator.AtLeast(1) ? 0 : null;

    public override Dim Substitute(Func<string, Dim?> binding) =>
        Dim.FloorDiv(Numerator.Substitute(binding), Denominator.Substitute(binding));

    public override void CollectSymbols(ISet<string> names)
    {
        Numerator.CollectSymbols(names);
        Denominator.CollectSymbols(names);
    }

    public override string ToString() => $"{DimPrinter.Factor(Numerator)}/{DimPrinter.Factor(Denominator)}";
}

/// <summary>max(First, Second), where which is greater depends on the symbols.</summary>
internal sealed record MaxAtom(Dim First, Dim Second) : Atom
{
    public override long? LowerBound() => (First.LowerBound(), Second.LowerBound()) switch
    {
        ({ } first, { } second) => Math.Max(first, second),
        var (first, second) => first ?? second,
    };

    public override Dim Substitute(Func<string, Dim?> binding) =>
        Dim.Max(First.Substitute(binding), Second.Substitute(binding));

    public override void CollectSymbols(ISet<string> names)
    {
        First.CollectSymbols(names);
        Second.CollectSymbols(names);
    }

    public override string ToString() => $"max({First}, {Second})";
}

/// <summary>A product of powers of atoms, in ordinal order of the atoms' text.</summary>
internal sealed class Monomial : IComparable<Monomial>, IEquatable<Monomial>
{
    public static readonly Monomial One = new([]);

    private readonly int _hash;
    private string? _text;

    private Monomial(EquatableArray<(Atom Atom, int Power)> factors)
    {
        Factors = factors;
        _hash = factors.GetHashCode();
        for (int i = 0; i < factors.Count; i++) Degree += factors[i].Power;
    }

    public EquatableArray<(Atom Atom, int Power)> Factors { get; }

    public int Degree { get; }

    public bool IsOne => Factors.Count == 0;

    public Atom? Single => Factors.Count == 1 && Factors[0].Power == 1 ? Factors[0].Atom : null;

    public static Monomial operator *(Monomial left, Monomial right) => left.Combine(right, 1)!;

    public static Monomial Of(Atom atom) => new([(atom, 1)]);

    public Monomial? DivideBy(Monomial divisor) => Combine(divisor, -1);

    /// <summary>Higher degrees first, then ordinal by text: the order in which a polynomial is printed.</summary>
    public int CompareTo(Monomial? other)
    {
        if (other is null) return -1;
        if (Equals(other)) return 0;
        int byDegree = other.Degree.CompareTo(Degree);
        return byDegree != 0 ? byDegree : string.CompareOrdinal(ToString(), other.ToString());
    }

    public bool Equals(Monomial? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Factors == other.Factors);

    public override bool Equals(object? obj) => Equals(obj as Monomial);

    public override int GetHashCode() => _hash;

    public override string ToString() => _text ??= string.Join(
        "*", Factors.Select(f => string.Join("*", Enumerable.Repeat(Single is null && f.Atom is FloorDivAtom ? $"({f.Atom})" : f.Atom.ToString(), f.Power))));

    /// <summary>The product behind a coefficient: a quotient is rounded before it is multiplied.</summary>
    public string ToFactor() => Single is FloorDivAtom ? $"({this})" : ToString();

    /// <summary>Merges the two sorted lists of factors; null where a power would be negative.</summary>
    private Monomial? Combine(Monomial other, int sign)
    {
        if (other.IsOne) return this;
        if (IsOne && sign > 0) return other;
        var factors = new List<(Atom, int)>(Factors.Count + other.Factors.Count);
        int left = 0, right = 0;
        while (left < Factors.Count || right < other.Factors.Count)
        {
            int order = left == Factors.Count ? 1
                : right == other.Factors.Count ? -1
                : string.CompareOrdinal(Factors[left].Atom.ToString(), other.Factors[right].Atom.ToString());
            int power = order <= 0 ? Factors[left].Power : 0;
            if (order >= 0) power += sign * other.Factors[right].Power;
            if (power < 0) return null;
            if (power > 0) factors.Add((order <= 0 ? Factors[left].Atom : other.Factors[right].Atom, power));
            if (order <= 0) left++;
            if (order >= 0) right++;
        }

        return new Monomial(factors.ToEquatableArray());
    }
}

/// <summary>Coefficient · Monomial.</summary>
internal readonly record struct Term(Monomial Monomial, long Coefficient)
{
    public static Term operator *(Term left, Term right) =>
        new(left.Monomial * right.Monomial, checked(left.Coefficient * right.Coefficient));
}

internal static class DimPrinter
{
    public static string Print(EquatableArray<Term> terms)
    {
        if (terms.Count == 0) return "0";
        var text = new System.Text.StringBuilder();
        foreach (var (monomial, coefficient) in terms)
        {
            if (coefficient < 0) text.Append('-');
            else if (text.Length > 0) text.Append('+');
            ulong size = coefficient < 0 ? (ulong)-coefficient : (ulong)coefficient;
            string number = size.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (monomial.IsOne) text.Append(number);
            else if (size == 1) text.Append(monomial);
            else text.Append(number).Append('*').Append(monomial.ToFactor());
        }

        return text.ToString();
    }

    /// <summary>The dimension as an operand of a product or a quotient.</summary>
    public static string Factor(Dim dim)
    {
        bool plain = dim.IsConstant || dim.SymbolName is not null;
        return plain ? dim.ToString() : $"({dim})";
    }
}
