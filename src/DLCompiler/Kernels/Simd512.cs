using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>Sixteen floats in a <see cref="Vector512{T}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd512 : ISimd<Simd512>
{
    private readonly Vector512<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd512(Vector512<float> value) => _value = value;

    internal Vector512<float> Value => _value;

    /// <inheritdoc/>
    public static nint Count => 16;

    /// <inheritdoc/>
    public static bool IsFused => Avx512F.IsSupported;

    /// <inheritdoc/>
    public static Simd512 LaneNumbers => new(Indices.AsSingle());

    private static Vector512<int> Indices => Vector512<int>.Indices;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Create(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 CreateBits(int bits) => new(Vector512.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Iota(float start) => new(Vector512.Create(start) + Vector512.ConvertToSingle(Indices));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd512 Load(Floats p, nint index, nint lanes) =>
        lanes == Count ? new(Vector512.Load(p.Pointer + index)) : LoadPart(p + index, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd512 Load(Ints p, nint index, nint lanes) => lanes == Count
        ? new(Vector512.ConvertToSingle(Vector512.Load(p.Pointer + index)))
        : Lanes.Gather<Simd512>(p + index, 1, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Simd512 value, Floats p, nint index, nint lanes)
    {
        if (lanes == Count) value._value.Store(p.Pointer + index);
        else StorePart(value, p + index, lanes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Keep(Simd512 value, nint lanes, float other) => lanes == Count
        ? value
        : new(Vector512.ConditionalSelect(Existing(lanes), value._value, Vector512.Create(other)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Even(Simd512 a, Simd512 b) => Avx512F.IsSupported
        ? new(Avx512F.PermuteVar16x32x2(a._value, Indices * 2, b._value))
        : Pair(Simd256.Even(a.Lower, a.Upper), Simd256.Even(b.Lower, b.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Odd(Simd512 a, Simd512 b) => Avx512F.IsSupported
        ? new(Avx512F.PermuteVar16x32x2(a._value, (Indices * 2) + Vector512<int>.One, b._value))
        : Pair(Simd256.Odd(a.Lower, a.Upper), Simd256.Odd(b.Lower, b.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ZipLow(Simd512 a, Simd512 b) => Avx512F.IsSupported
        ? new(Avx512F.PermuteVar16x32x2(a._value, (Indices >> 1) + ((Indices & Vector512<int>.One) << 4), b._value))
        : Pair(Simd256.ZipLow(a.Lower, b.Lower), Simd256.ZipHigh(a.Lower, b.Lower));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ZipHigh(Simd512 a, Simd512 b) => Avx512F.IsSupported
        ? new(Avx512F.PermuteVar16x32x2(
            a._value, (Indices >> 1) + ((Indices & Vector512<int>.One) << 4) + Vector512.Create(8), b._value))
        : Pair(Simd256.ZipLow(a.Upper, b.Upper), Simd256.ZipHigh(a.Upper, b.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd512 v) => Simd256.Sum(new(v._value.GetLower() + v._value.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Simd512 v) =>
        Simd256.Max(Simd256.Maximum(new(v._value.GetLower()), new(v._value.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Simd512 v) =>
        Simd256.Min(Simd256.Minimum(new(v._value.GetLower()), new(v._value.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 a, Simd512 b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 a, Simd512 b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 a, Simd512 b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 a, Simd512 b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 a) => new(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Fma(Simd512 a, Simd512 b, Simd512 c) =>
        new(Vector512.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Abs(Simd512 x) => new(Vector512.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 x) => new(Vector512.Sqrt(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Floor(Simd512 x) => new(Vector512.Floor(x._value));

    /// <inheritdoc/>
    // MaxNative is one instruction, which gives its second operand if either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Relu(Simd512 x) => new(Vector512.MaxNative(Vector512<float>.Zero, x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Maximum(Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(
        Vector512.Equals(a._value, a._value), Vector512.MaxNative(a._value, b._value), a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Minimum(Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(
        Vector512.Equals(a._value, a._value), Vector512.MinNative(a._value, b._value), a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 And(Simd512 a, Simd512 b) => new(a._value & b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Or(Simd512 a, Simd512 b) => new(a._value | b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Xor(Simd512 a, Simd512 b) => new(a._value ^ b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Select(Simd512 mask, Simd512 a, Simd512 b) =>
        new(Vector512.ConditionalSelect(mask._value, a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MaskLess(Simd512 a, Simd512 b) => new(Vector512.LessThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MaskEqual(Simd512 a, Simd512 b) => new(Vector512.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MaskLessUnsigned(Simd512 a, Simd512 b) =>
        new(Vector512.LessThan(a._value.AsUInt32(), b._value.AsUInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Simd512 mask) => mask._value.AsInt32() != Vector512<int>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 AddBits(Simd512 a, Simd512 b) => new((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 SubtractBits(Simd512 a, Simd512 b) =>
        new((a._value.AsInt32() - b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ShiftLeft(Simd512 a, int bits) => new((a._value.AsInt32() << bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ShiftRight(Simd512 a, int bits) => new((a._value.AsInt32() >>> bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ShiftRightSigned(Simd512 a, int bits) => new((a._value.AsInt32() >> bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 FromInteger(Simd512 bits) => new(Vector512.ConvertToSingle(bits._value.AsInt32()));

    private Simd256 Lower => new(_value.GetLower());

    private Simd256 Upper => new(_value.GetUpper());

    private static Simd512 Pair(Simd256 lower, Simd256 upper) => new(Vector512.Create(lower.Value, upper.Value));

    private static Vector512<float> Existing(nint lanes) =>
        Vector512.LessThan(Indices, Vector512.Create((int)lanes)).AsSingle();

    // Masked instructions do not touch, nor fault on, the lanes that are masked out. Those of 512 bits came with .NET 10.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Simd512 LoadPart(Floats p, nint lanes) =>
#if NET10_0_OR_GREATER
        Avx512F.IsSupported ? new(Avx512F.MaskLoad(p.Pointer, Existing(lanes), Vector512<float>.Zero)) :
#endif
        new(Vector512.Create(
            Simd256.LoadPart(p, nint.Min(lanes, 8)).Value, Simd256.LoadPart(p + 8, lanes - 8).Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void StorePart(Simd512 value, Floats p, nint lanes)
    {
#if NET10_0_OR_GREATER
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(p.Pointer, Existing(lanes), value._value);
            return;
        }
#endif
        Simd256.StorePart(value.Lower, p, nint.Min(lanes, 8));
        if (lanes > 8) Simd256.StorePart(value.Upper, p + 8, lanes - 8);
    }
}
