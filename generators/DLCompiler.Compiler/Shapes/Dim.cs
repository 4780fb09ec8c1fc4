namespace DLCompiler.Compiler.Shapes;

/// <summary>
/// A dimension: a polynomial over symbols with integer coefficients, kept in one canonical form, so that two
/// dimensions that are equal as polynomials are equal as values. What is no polynomial (a floor division that leaves
/// a remainder, a maximum) becomes an opaque atom of the polynomial. A symbol stands for a size, which is at least 1.
/// </summary>
public sealed partial class Dim : IEquatable<Dim>
{
    /// <summary>Where estimates give up.</summary>
    private const long MostAlike = 1024;

    private static readonly Dim[] SmallConstants = [.. Enumerable.Range(0, 1025).Select(value => new Dim((long)value))];

    public static readonly Dim Zero = SmallConstants[0];
    public static readonly Dim One = SmallConstants[1];

    private readonly EquatableArray<Term> _terms;
    private readonly int _hash;
    private string? _text;

    private Dim(long constant)
        : this(constant == 0 ? [] : [new Term(Monomial.One, constant)])
    {
    }

    private Dim(EquatableArray<Term> terms)
    {
        _terms = terms;
        _hash = terms.GetHashCode();
    }

    /// <summary>The polynomial's terms, highest degree first.</summary>
    internal EquatableArray<Term> Terms => _terms;

    public bool IsConstant => _terms.Count == 0 || (_terms.Count == 1 && _terms[0].Monomial.IsOne);

    /// <summary>The constant term.</summary>
    public long Constant =>
        _terms.Count > 0 && _terms[_terms.Count - 1] is { Monomial.IsOne: true } last ? last.Coefficient : 0;

    /// <summary>The symbol's name, where the dimension is nothing but one symbol.</summary>
    public string? SymbolName =>
        _terms.Count == 1 && _terms[0] is { Coefficient: 1, Monomial.Single: SymbolAtom symbol } ? symbol.Name : null;

    public static implicit operator Dim(long value) =>
        value >= 0 && value < SmallConstants.Length ? SmallConstants[value] : LargeConstants.Of(value);

    public static Dim Symbol(string name) => OfAtom(new SymbolAtom(name));

    public static Dim operator +(Dim left, Dim right) => (left.IsConstant, right.IsConstant) switch
    {
        (true, true) => checked(left.Constant + right.Constant),
        (true, _) when left == Zero => right,
        (_, true) when right == Zero => left,
        _ => Sum(left._terms, right._terms),
    };

    public static Dim operator -(Dim left, Dim right) => left + (right * -1);

    public static Dim operator -(Dim value) => value * -1;

    public static Dim operator *(Dim left, Dim right) => (left.IsConstant, right.IsConstant) switch
    {
        (true, true) => checked(left.Constant * right.Constant),
        (true, _) when left == One => right,
        (_, true) when right == One => left,
        _ => Products.Of(left, right),
    };

    public static bool operator ==(Dim? left, Dim? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Dim? left, Dim? right) => !(left == right);

    /// <summary>⌊left / right⌋. Exact where the polynomials divide; otherwise what divides is split off.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="right"/> is 0.</exception>
    public static Dim FloorDiv(Dim left, Dim right)
    {
        if (right == Zero) throw new DivideByZeroException();
        var (quotient, remainder) = DivideTerms(left, right);
        if (remainder == Zero) return quotient;
        if (right._terms.Count == 1 && !right.IsConstant && left.DivideExactly(new Dim([right._terms[0] with { Coefficient = 1 }])) is { } cancelled)
            return FloorDiv(cancelled, right._terms[0].Coefficient);
        if (left.IsConstant && right.IsConstant) return FloorDiv(left.Constant, right.Constant);
        if (right.IsConstant && remainder.IsConstant) return quotient + FloorDiv(remainder.Constant, right.Constant);
        if (right.AtLeast(1) && remainder.AtLeast(0) && (right - remainder).AtLeast(1)) return quotient;
        return quotient + OfAtom(new FloorDivAtom(remainder, right));
    }

    /// <summary>⌈left / right⌉.</summary>
    public static Dim CeilDiv(Dim left, Dim right) => -FloorDiv(-left, right);

    /// <summary>left − right·⌊left / right⌋.</summary>
    public static Dim Mod(Dim left, Dim right) => left - (right * FloorDiv(left, right));

    public static Dim Max(Dim left, Dim right)
    {
        if ((left - right).AtLeast(0)) return left;
        if ((right - left).AtLeast(0)) return right;
        bool inOrder = string.CompareOrdinal(left.ToString(), right.ToString()) < 0;
        return OfAtom(inOrder ? new MaxAtom(left, right) : new MaxAtom(right, left));
    }

    public static Dim Min(Dim left, Dim right) => -Max(-left, -right);

    public static Dim Product(IEnumerable<Dim> dims) => dims.Aggregate(One, (a, b) => a * b);

    /// <summary>
    /// The quotient, where <paramref name="right"/> divides this polynomial without remainder; else null.
    /// </summary>
    public Dim? DivideExactly(Dim right)
    {
        if (right == Zero) return null;
        var (quotient, remainder) = DivideTerms(this, right);
        return remainder == Zero ? quotient : null;
    }

    /// <summary>
    /// The dimension with symbols replaced; symbols that <paramref name="binding"/> returns null for stay.
    /// </summary>
    public Dim Substitute(Func<string, Dim?> binding)
    {
        if (IsConstant) return this;
        var result = Zero;
        foreach (var term in _terms)
        {
            Dim product = term.Coefficient;
            foreach (var (atom, power) in term.Monomial.Factors)
            {
                var value = atom.Substitute(binding);
                for (int i = 0; i < power; i++) product *= value;
            }

            result += product;
        }

        return result;
    }

    /// <summary>The value under a full binding of the symbols.</summary>
    public long Evaluate(Func<string, long> binding)
    {
        var value = Substitute(name => binding(name));
        return value.IsConstant ? value.Constant : throw new InvalidOperationException($"{this} has unbound symbols.");
    }

    /// <summary>
    /// The value where every symbol is 1, for estimates; or the least number with which no size is divided by 0, as N / (N / 2) would be.
    /// </summary>
    public (long Value, long Symbol) EvaluateAlike()
    {
        for (long symbol = 1; ; symbol++)
        {
            try
            {
                return (Evaluate(_ => symbol), symbol);
            }
            catch (DivideByZeroException) when (symbol < MostAlike)
            {
            }
        }
    }

    /// <summary>Whether it is made of symbols alone, without rounding and without a choice of the greater.</summary>
    public bool IsPolynomial => _terms.All(t => t.Monomial.Factors.All(f => f.Atom is SymbolAtom));

    /// <summary>The symbols it mentions, in ordinal order.</summary>
    public IReadOnlyList<string> Symbols()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        CollectSymbols(names);
        return [.. names];
    }

    public bool Equals(Dim? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _terms == other._terms);

    public override bool Equals(object? obj) => Equals(obj as Dim);

    public override int GetHashCode() => _hash;

    /// <summary>As the user would write it: <c>2*T+1</c>.</summary>
    public override string ToString() => _text ??= DimPrinter.Print(_terms);

    internal static Dim OfAtom(Atom atom) => new([new Term(Monomial.Of(atom), 1)]);

    internal void CollectSymbols(ISet<string> names)
    {
        foreach (var term in _terms)
        {
            foreach (var (atom, _) in term.Monomial.Factors) atom.CollectSymbols(names);
        }
    }

    private static Dim Multiply(Dim left, Dim right) =>
        left._terms.Count == 1 && right._terms.Count == 1
            ? new Dim([left._terms[0] * right._terms[0]])
            : Collect(from a in left._terms
                      from b in right._terms
                      select a * b);

    /// <summary>Merges the two sorted lists of terms.</summary>
    private static Dim Sum(EquatableArray<Term> left, EquatableArray<Term> right)
    {
        var sums = new List<Term>(left.Count + right.Count);
        int l = 0, r = 0;
        while (l < left.Count || r < right.Count)
        {
            int order = l == left.Count ? 1 : r == right.Count ? -1 : left[l].Monomial.CompareTo(right[r].Monomial);
            var term = order <= 0 ? left[l++] : right[r++];
            if (order == 0) term = term with { Coefficient = checked(term.Coefficient + right[r++].Coefficient) };
            if (term.Coefficient != 0) sums.Add(term);
        }

        return new Dim(sums.ToEquatableArray());
    }

    private static Dim Collect(IEnumerable<Term> terms)
    {
        var sums = new List<Term>();
        foreach (var term in terms)
        {
            int at = 0, order = 1;
            while (at < sums.Count && (order = sums[at].Monomial.CompareTo(term.Monomial)) < 0) at++;
            if (at == sums.Count || order > 0) sums.Insert(at, term);
            else sums[at] = term with { Coefficient = checked(sums[at].Coefficient + term.Coefficient) };
        }

        sums.RemoveAll(s => s.Coefficient == 0);
        return new Dim(sums.ToEquatableArray());
    }

    private static long FloorDiv(long left, long right)
    {
        long quotient = Math.DivRem(left, right, out long remainder);
        return remainder != 0 && (remainder < 0) != (right < 0) ? quotient - 1 : quotient;
    }

    /// <summary>
    /// Polynomial division by the leading term, with integer quotients: left = quotient · right + remainder.
    /// </summary>
    private static (Dim Quotient, Dim Remainder) DivideTerms(Dim left, Dim right)
    {
        Dim quotient = Zero, remainder = Zero, rest = left;
        var lead = right._terms[0];
        while (rest._terms.Count > 0)
        {
            var term = rest._terms[0];
            var single = new Dim([term]);
            long factor = FloorDiv(term.Coefficient, lead.Coefficient);
            if (factor != 0 && term.Monomial.DivideBy(lead.Monomial) is { } monomial
                && (right.IsConstant || term.Coefficient % lead.Coefficient == 0))
            {
                var part = new Dim([new Term(monomial, factor)]);
                quotient += part;
                var left1 = single - (part * right);
                rest = rest - single;
                if (right.IsConstant) remainder += left1;
                else rest += left1;
            }
            else
            {
                remainder += single;
                rest -= single;
            }
        }

        return (quotient, remainder);
    }

    /// <summary>
    /// The last products, as many as the table has places: a network multiplies the same few sizes over and over, wherever an
    /// index is followed.
    /// </summary>
    private static class Products
    {
        private const int Places = 512;

        [ThreadStatic]
        private static (Dim Left, Dim Right, Dim Product)[]? Known;

        public static Dim Of(Dim left, Dim right)
        {
            var known = Known ??= new (Dim Left, Dim Right, Dim Product)[Places];
            ref var place = ref known[unchecked((uint)((left._hash * 31) + right._hash)) % Places];
            if (place.Left != left || place.Right != right) place = (left, right, Multiply(left, right));
            return place.Product;
        }
    }

    /// <summary>The last large constants, as many as the table has places.</summary>
    private static class LargeConstants
    {
        private const int Places = 512;

        [ThreadStatic]
        private static Dim?[]? Known;

        public static Dim Of(long value)
        {
            Known ??= new Dim?[Places];
            ref var place = ref Known[value.GetHashCode() & (Places - 1)];
            return place is not null && place.Constant == value ? place : place = new Dim(value);
        }
    }
}
