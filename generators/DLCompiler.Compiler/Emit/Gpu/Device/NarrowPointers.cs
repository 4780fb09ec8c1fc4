namespace DLCompiler.Gpu;

using System.Runtime.CompilerServices;
using ILGPU;
using Half = ILGPU.Half;

/// <summary>Numbers of 16 bits in device memory (IEEE 754 binary16), as <see cref="Floats"/>; what is stored is rounded.</summary>
internal readonly struct Halves(ArrayView<Half> view, long offset) : IElements<Halves>
{
    public readonly ArrayView<Half> View = view;
    public readonly long Offset = offset;

    public bool IsNull => !View.IsValid;

    public long Start => Offset;

    public float this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => View[Offset + index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => View[Offset + index] = Interop.IntAsFloat(Rounding.ToHalf(value));
    }

    public static Halves operator +(Halves pointer, long elements) => new(pointer.View, pointer.Offset + elements);

    /// <summary>The same memory: an arena is of floats, and holds numbers of 16 bits, too.</summary>
    public static implicit operator Halves(Floats memory) =>
        memory.IsNull ? default : new(memory.View.Cast<Half>(), 2 * memory.Offset);

    public Vec4 Four(long index)
    {
        var four = View.Cast<FourHalves>()[index / 4];
        return new Vec4(four.X, four.Y, four.Z, four.W);
    }

    public Halves Plus(long elements) => this + elements;

    public Halves In(Floats memory) => memory;
}

/// <summary>The upper halves of floats in device memory (bfloat16), as <see cref="Floats"/>; what is stored is rounded.</summary>
internal readonly struct BFloats(ArrayView<ushort> view, long offset) : IElements<BFloats>
{
    public readonly ArrayView<ushort> View = view;
    public readonly long Offset = offset;

    public bool IsNull => !View.IsValid;

    public long Start => Offset;

    public float this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Rounding.OfBFloat(View[Offset + index]);
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => View[Offset + index] = Rounding.ToBFloat(value);
    }

    public static BFloats operator +(BFloats pointer, long elements) => new(pointer.View, pointer.Offset + elements);

    /// <inheritdoc cref="Halves.op_Implicit(Floats)"/>
    public static implicit operator BFloats(Floats memory) =>
        memory.IsNull ? default : new(memory.View.Cast<ushort>(), 2 * memory.Offset);

    public Vec4 Four(long index)
    {
        var four = View.Cast<FourBFloats>()[index / 4];
        return new Vec4(Rounding.OfBFloat(four.X), Rounding.OfBFloat(four.Y), Rounding.OfBFloat(four.Z), Rounding.OfBFloat(four.W));
    }

    public BFloats Plus(long elements) => this + elements;

    public BFloats In(Floats memory) => memory;
}

/// <summary>Four halves that are loaded at once, 64 bits.</summary>
internal struct FourHalves
{
    public Half X;
    public Half Y;
    public Half Z;
    public Half W;
}

/// <summary>Four bfloat16 that are loaded at once, 64 bits.</summary>
internal struct FourBFloats
{
    public ushort X;
    public ushort Y;
    public ushort Z;
    public ushort W;
}

/// <summary>
/// Floats as 16 bits, to the nearest, of two the even one. In integers, the same bits on every device: ILGPU's own conversion to
/// a half rounds to the nearest in PTX, and cuts off on its CPU accelerator.
/// </summary>
internal static class Rounding
{
    private const uint Infinity = 0x7F800000u;

    /// <summary>The bits of the nearest half: beyond 65519, infinity; up to 2⁻²⁵, 0.</summary>
    public static ushort ToHalf(float value)
    {
        uint bits = Interop.FloatAsInt(value), sign = (bits >> 16) & 0x8000u, size = bits & 0x7FFFFFFFu, half;
        if (size > Infinity) half = 0x7E00u;
        else if (size >= 0x47800000u) half = 0x7C00u;
        else if (size >= 0x38800000u) half = (size - 0x38000000u + 0xFFFu + ((size >> 13) & 1u)) >> 13;
        else if (size <= 0x33000000u) half = 0u;
        else
        {
            // Below 2⁻¹⁴, neighbours are 2⁻²⁴ apart.
            int shift = 126 - (int)(size >> 23);
            uint digits = (size & 0x7FFFFFu) | 0x800000u;
            half = (digits + (1u << (shift - 1)) - 1u + ((digits >> shift) & 1u)) >> shift;
        }

        return (ushort)(sign | half);
    }

    /// <summary>The bits of the nearest bfloat16.</summary>
    public static ushort ToBFloat(float value)
    {
        uint bits = Interop.FloatAsInt(value);
        if ((bits & 0x7FFFFFFFu) > Infinity) return (ushort)((bits >> 16) | 0x40u);
        return (ushort)((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OfBFloat(ushort bits) => Interop.IntAsFloat((uint)bits << 16);
}
