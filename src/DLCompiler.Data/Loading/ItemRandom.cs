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

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
