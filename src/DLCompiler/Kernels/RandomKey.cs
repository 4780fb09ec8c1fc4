using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Keys of random streams.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RandomKey
{
    /// <summary>The key of the stream that one random op draws from in one step.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="stream">The number of the op, in the order in which Forward meets them.</param>
    public static ulong Of(int seed, long step, int stream) =>
        Mix(Mix(Mix((uint)seed) ^ (ulong)step) ^ (uint)stream);

    /// <summary>The key that a stream has in one iteration of a scan.</summary>
    /// <param name="key">The key of the stream, or of an iteration of a scan around this one.</param>
    /// <param name="iteration">The position along the axis.</param>
    public static ulong At(ulong key, long iteration) => Mix(key ^ Mix((ulong)iteration));

    /// <summary>
    /// One value of one element, for code without vectors: bit for bit what <see cref="ISimd{V}.RandomUniform"/>
    /// gives.
    /// </summary>
    public static float Uniform(ulong key, long index) => Element(Threefry.Uniform<Simd128>(key, (nint)index));

    private static float Element(Simd128 v) => v.Value[0];

    /// <summary>
    /// A bijection of 64 bits in which every input bit changes every output bit with probability near one half:
    /// SplitMix64's step (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
    /// </summary>
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
