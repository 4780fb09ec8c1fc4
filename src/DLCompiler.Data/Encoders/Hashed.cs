using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace DLCompiler.Data;

/// <summary>
/// So many numbers for any number of categories: a hash of the text says which of them is 1 or −1. Nothing is fitted, and no
/// category is unknown; some share a number (Weinberger et al. 2009, "Feature hashing").
/// </summary>
/// <remarks>The hash is MurmurHash3 of the UTF-8 bytes, so that numbers are those of scikit-learn's <c>FeatureHasher</c>.</remarks>
public sealed class Hashed : Encoder
{
    internal const string Name = "hashed";

    /// <param name="width">How many numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one.</exception>
    public Hashed(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Width = width;
    }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <summary>True.</summary>
    public override bool IsFitted => true;

    private protected override string Kind => Name;

    internal static Hashed Load(EncoderState state) => new(state.Count("width"));

    /// <summary>Does nothing.</summary>
    public override void Fit(Column column)
    {
    }

    /// <inheritdoc/>
    public override void Encode(Cell cell, Span<float> code)
    {
        string text = cell.Text ?? throw cell.Wrong("where a category is needed: fill it, or append OrMissing() to the encoder");
        int hash = Hash(Encoding.UTF8.GetBytes(text));
        code.Clear();
        code[(int)(Math.Abs((long)hash) % Width)] = hash >= 0 ? 1 : -1;
    }

    /// <summary>Not possible.</summary>
    /// <exception cref="NotSupportedException">Always: many texts have one code.</exception>
    public override string? Decode(ReadOnlySpan<float> code) =>
        throw new NotSupportedException("A hash does not say which category it is of; OneHot and Ordinal do.");

    private protected override void Save(JsonObject state) => state["width"] = Width;

    /// <summary>MurmurHash3, 32 bits, with seed 0 (Appleby 2011, in the public domain).</summary>
    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        const uint First = 0xCC9E2D51, Second = 0x1B873593;
        uint hash = 0;
        int length = bytes.Length;
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            hash ^= BitOperations.RotateLeft(word * First, 15) * Second;
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
        }

        uint tail = 0;
        for (int i = bytes.Length - 1; i >= 0; i--) tail = (tail << 8) | bytes[i];
        hash ^= BitOperations.RotateLeft(tail * First, 15) * Second;
        hash ^= (uint)length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)(hash ^ (hash >> 16));
    }
}
