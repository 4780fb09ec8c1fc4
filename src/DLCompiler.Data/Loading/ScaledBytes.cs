using System.Numerics;

namespace DLCompiler.Data;

/// <summary>Bytes as floats, such as pixels from 0 to 1.</summary>
internal static class ScaledBytes
{
    /// <summary>Each byte times the scale.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, float scale, Span<float> floats)
    {
        int i = 0;
        for (; i + Vector<byte>.Count <= bytes.Length; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out var low, out var high);
            Scale(low, scale, floats[i..]);
            Scale(high, scale, floats[(i + Vector<ushort>.Count)..]);
        }

        for (; i < bytes.Length; i++) floats[i] = bytes[i] * scale;
    }

    private static void Scale(Vector<ushort> values, float scale, Span<float> floats)
    {
        // As signed integers: those are converted in one instruction, and no byte is negative.
        Vector.Widen(Vector.AsVectorInt16(values), out var low, out var high);
        (Vector.ConvertToSingle(low) * scale).CopyTo(floats);
        (Vector.ConvertToSingle(high) * scale).CopyTo(floats[Vector<float>.Count..]);
    }
}
