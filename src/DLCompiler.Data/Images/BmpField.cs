using System.Numerics;

namespace DLCompiler.Data;

/// <summary>Where a sample is in a BMP file's pixel of 16 or 32 bits.</summary>
/// <param name="Mask">Its bits; 0 where the pixels have no such sample.</param>
internal readonly record struct BmpField(uint Mask)
{
    /// <summary>Whether the bits of a mask are neighbours, or there are none.</summary>
    public static bool IsOneRun(uint mask)
    {
        if (mask == 0) return true;
        uint run = mask >> BitOperations.TrailingZeroCount(mask);
        return (run & (run + 1)) == 0;
    }

    /// <summary>The sample of a pixel in 8 bits, rounded down, as PIL does.</summary>
    public byte Of(uint pixel)
    {
        if (Mask == 0) return 0;
        int shift = BitOperations.TrailingZeroCount(Mask);
        return (byte)((ulong)((pixel & Mask) >> shift) * byte.MaxValue / (Mask >> shift));
    }
}
