namespace DLCompiler;

/// <summary>
/// Random numbers of a parameter, by the index of its element: SplitMix64 (Steele, Lea, Flood 2014) over a counter.
/// Integers and exactly rounded double arithmetic only, so that the bits are the same on every machine.
/// </summary>
internal readonly struct ParameterRandom(int seed, string name)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private readonly ulong _key = Mix(Mix((uint)seed + Gamma) ^ Fnv1A(name));

    /// <summary>A multiple of 2⁻⁵³ in [0, 1).</summary>
    public double Uniform(long index) => Fraction(2 * (ulong)index);

    /// <summary>A standard normal number: √(−2 log u)·cos(2π v), u in (0, 1] (Box, Muller 1958).</summary>
    public double Normal(long index)
    {
        double u = 1 - Fraction(2 * (ulong)index), v = Fraction((2 * (ulong)index) + 1);
        return Math.Sqrt(-2 * PortableMath.Log(u)) * PortableMath.CosOfTurns(v);
    }

    private double Fraction(ulong counter) => (Mix(_key + ((counter + 1) * Gamma)) >> 11) * (1.0 / (1UL << 53));

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>The hash FNV-1a of the name's UTF-16 code units, 64 bits.</summary>
    private static ulong Fnv1A(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (char unit in text) hash = (hash ^ unit) * 0x100000001B3;
        return hash;
    }
}
