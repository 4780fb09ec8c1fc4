namespace ILGPU;

/// <summary>
/// A number of 16 bits. A float becomes one by cutting digits off, as on ILGPU 1.5.3's CPU accelerator, where PTX rounds to
/// the nearest: code that relies on either is wrong somewhere.
/// </summary>
public readonly struct Half
{
    internal Half(ushort bits) => RawValue = bits;

    internal ushort RawValue { get; }

    public static implicit operator float(Half value) => (float)BitConverter.UInt16BitsToHalf(value.RawValue);

    public static explicit operator Half(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), sign = bits >> 16 & 0x8000u, size = bits & 0x7FFFFFFFu;
        if (size >= 0x7F800000u) return new((ushort)(sign | 0x7C00u | (size >> 13 & 0x3FFu)));
        if (size >= 0x47800000u) return new((ushort)(sign | 0x7C00u));
        if (size >= 0x38800000u) return new((ushort)(sign | ((size - 0x38000000u) >> 13)));
        int shift = 126 - (int)(size >> 23);
        return new((ushort)(shift > 24 ? sign : sign | (((size & 0x7FFFFFu) | 0x800000u) >> shift)));
    }
}
