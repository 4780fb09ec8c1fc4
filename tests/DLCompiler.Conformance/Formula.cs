namespace DLCompiler.Conformance;

/// <summary>
/// Numbers that both sides compute instead of storing: element i of a stream is murmur3's finaliser of i + 2^20 ·
/// stream. The same as <c>fixtures/formula.py</c>.
/// </summary>
public static class Formula
{
    /// <summary>Multiples of 2^-15 in [−1, 1), times a power of two: exact in float32.</summary>
    public static float[] Uniform(int stream, int count, float scale = 1) =>
        [.. Bits(stream, count).Select(bits => ((int)(bits >> 16) - 32768) * (scale / 32768))];

    /// <summary>Integers from 0 to <paramref name="bound"/> − 1.</summary>
    public static int[] Integers(int stream, int bound, int count) =>
        [.. Bits(stream, count).Select(bits => (int)(bits % (uint)bound))];

    private static IEnumerable<uint> Bits(int stream, int count)
    {
        for (int i = 0; i < count; i++)
        {
            uint h = (uint)i + ((uint)stream << 20);
            h = (h ^ (h >> 16)) * 0x85EBCA6B;
            h = (h ^ (h >> 13)) * 0xC2B2AE35;
            yield return h ^ (h >> 16);
        }
    }
}
