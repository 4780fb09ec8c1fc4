namespace DLCompiler.Data;

/// <summary>
/// Random numbers that depend on nothing but a seed, an epoch and the number of an example: so a resumed run, on any machine and
/// with any number of threads, sees what an undisturbed one would.
/// </summary>
/// <remarks>SplitMix64 (Steele, Lea, Flood 2014).</remarks>
public struct ItemRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="item">The number of the example.</param>
    public ItemRandom(long seed, long epoch = 0, long item = 0) =>
        _state = Mix(Mix(Mix((ulong)seed) + (ulong)epoch) + (ulong)item);

    /// <summary>64 random bits.</summary>
    public ulong NextBits() => Mix(_state += Golden);

    /// <summary>A number from 0 to below 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>A number from 0 to below 1.</summary>
    public float NextSingle() => (NextBits() >> 40) * (1.0f / (1 << 24));

    /// <summary>A whole number from 0 to below <paramref name="end"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="end"/> is not positive.</exception>
    public int Next(int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(end);

        // The high half of a product is even but for a bias of end / 2⁶⁴.
        return (int)Math.BigMul(NextBits(), (ulong)end, out _);
    }

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>A number of the beta distribution (alpha, alpha), from 0 to 1.</summary>
    internal double NextBeta(double alpha)
    {
        // As logarithms: for a small alpha both gammas may be too small for a double, yet not their ratio.
        double first = LogGamma(alpha), second = LogGamma(alpha);
        return 1 / (1 + Math.Exp(second - first));
    }

    /// <summary>The logarithm of a number of the gamma distribution (Marsaglia and Tsang 2000; their section 6 below 1).</summary>
    private double LogGamma(double alpha)
    {
        double boost = alpha < 1 ? Math.Log(1 - NextDouble()) / alpha : 0;
        double d = (alpha < 1 ? alpha + 1 : alpha) - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(), v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return Math.Log(d * v) + boost;
        }
    }

    /// <summary>A number of the normal distribution (Box and Muller).</summary>
    private double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
