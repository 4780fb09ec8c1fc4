namespace DLCompiler.Compiler.Shapes;

/// <summary>What is known of a dimension whatever its symbols are.</summary>
public sealed partial class Dim
{
    /// <summary>Whether the dimension is provably at least <paramref name="bound"/> for all symbols ≥ 1.</summary>
    public bool AtLeast(long bound) => LowerBound() is { } low && low >= bound;

    /// <summary>Whether the two differ for all values of the symbols, provably.</summary>
    public bool ProvablyDiffers(Dim other)
    {
        if (this == other) return false;
        var difference = this - other;
        return difference.AtLeast(1) || (-difference).AtLeast(1) || difference.IsNeverZeroModulo();
    }

    /// <summary>The least value over all symbols ≥ 1, or a bound below it; null where none is known.</summary>
    internal long? LowerBound()
    {
        if (IsConstant) return Constant;

        // Each atom is its lower bound plus an excess ≥ 0 (for which the atom itself stands here). A polynomial whose
        // coefficients in the excesses are non-negative, but for the constant, has its least value where they are 0.
        var shifted = Zero;
        foreach (var term in _terms)
        {
            Dim product = term.Coefficient;
            foreach (var (atom, power) in term.Monomial.Factors)
            {
                if (atom.LowerBound() is not { } low) return null;
                for (int i = 0; i < power; i++) product *= OfAtom(atom) + low;
            }

            shifted += product;
        }

        return shifted._terms.All(t => t.Monomial.IsOne || t.Coefficient > 0) ? shifted.Constant : LowerBoundOfRemainder();
    }

    /// <summary>
    /// The same where a multiple of d·⌊n / d⌋ occurs, which is n less a remainder of 0 to d − 1: what rounds up to a multiple adds
    /// no less than nothing.
    /// </summary>
    private long? LowerBoundOfRemainder()
    {
        foreach (var term in _terms)
        {
            if (term.Monomial.Single is not FloorDivAtom { Denominator: { IsConstant: true, Constant: > 0 and var divisor } } quotient) continue;
            if (term.Coefficient % divisor != 0) continue;
            long times = term.Coefficient / divisor;
            var rest = this - new Dim([term]) + (quotient.Numerator * times);
            if (rest.LowerBound() is { } low) return low - (times > 0 ? times * (divisor - 1) : 0);
        }

        return null;
    }

    /// <summary>
    /// Whether a common divisor of all other coefficients does not divide the constant, so it is never zero.
    /// </summary>
    private bool IsNeverZeroModulo()
    {
        long divisor = 0;
        foreach (var term in _terms)
        {
            if (!term.Monomial.IsOne) divisor = Gcd(divisor, Math.Abs(term.Coefficient));
        }

        return divisor > 1 && Constant % divisor != 0;
    }

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
