using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>Eight floats in a <see cref="Vector256{T}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd256 : ISimd<Simd256>
{
    private readonly Vector256<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd256(Vector256<float> value) => _value = value;

    internal Vector256<float> Value => _value;

    /// <inheritdoc/>
    public static nint Count => 8;

    /// <inheritdoc/>
    public static bool IsFused => System.Runtime.Intrinsics.X86.Fma.IsSupported;

    /// <inheritdoc/>
    public static Simd256 LaneNumbers => new(Indices.AsSingle());

    private static Vector256<int> Indices => Vector256<int>.Indices;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Create(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 CreateBits(int bits) => new(Vector256.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Iota(float start) => new(Vector256.Create(start) + Vector256.ConvertToSingle(Indices));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd256 Load(Floats p, nint index, nint lanes) =>
        lanes == Count ? new(Vector256.Load(p.Pointer + index)) : LoadPart(p + index, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd256 Load(Ints p, nint index, nint lanes) => lanes == Count
        ? new(Vector256.ConvertToSingle(Vector256.Load(p.Pointer + index)))
        : Lanes.Gather<Simd256>(p + index, 1, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Simd256 value, Floats p, nint index, nint lanes)
    {
        if (lanes == Count) value._value.Store(p.Pointer + index);
        else StorePart(value, p + index, lanes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Keep(Simd256 value, nint lanes, float other) => lanes == Count
        ? value
        : new(Vector256.ConditionalSelect(Existing(lanes), value._value, Vector256.Create(other)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Even(Simd256 a, Simd256 b) => Pair(Simd128.Even(a.Lower, a.Upper), Simd128.Even(b.Lower, b.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Odd(Simd256 a, Simd256 b) => Pair(Simd128.Odd(a.Lower, a.Upper), Simd128.Odd(b.Lower, b.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ZipLow(Simd256 a, Simd256 b) =>
        Pair(Simd128.ZipLow(a.Lower, b.Lower), Simd128.ZipHigh(a.Lower, b.Lower));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ZipHigh(Simd256 a, Simd256 b) =>
        Pair(Simd128.ZipLow(a.Upper, b.Upper), Simd128.ZipHigh(a.Upper, b.Upper));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd256 v) => Simd128.Sum(new(v._value.GetLower() + v._value.GetUpper()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Simd256 v) =>
        Simd128.Max(Simd128.Maximum(new(v._value.GetLower()), new(v._value.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Simd256 v) =>
        Simd128.Min(Simd128.Minimum(new(v._value.GetLower()), new(v._value.GetUpper())));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 a, Simd256 b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 a, Simd256 b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator *(Simd256 a, Simd256 b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(Simd256 a, Simd256 b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 a) => new(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Fma(Simd256 a, Simd256 b, Simd256 c) =>
        new(Vector256.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Abs(Simd256 x) => new(Vector256.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Sqrt(Simd256 x) => new(Vector256.Sqrt(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Floor(Simd256 x) => new(Vector256.Floor(x._value));

    /// <inheritdoc/>
    // MaxNative is one instruction, which gives its second operand if either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Relu(Simd256 x) => new(Vector256.MaxNative(Vector256<float>.Zero, x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Maximum(Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(
        Vector256.Equals(a._value, a._value), Vector256.MaxNative(a._value, b._value), a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Minimum(Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(
        Vector256.Equals(a._value, a._value), Vector256.MinNative(a._value, b._value), a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 And(Simd256 a, Simd256 b) => new(a._value & b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Or(Simd256 a, Simd256 b) => new(a._value | b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Xor(Simd256 a, Simd256 b) => new(a._value ^ b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Select(Simd256 mask, Simd256 a, Simd256 b) =>
        new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MaskLess(Simd256 a, Simd256 b) => new(Vector256.LessThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MaskEqual(Simd256 a, Simd256 b) => new(Vector256.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MaskLessUnsigned(Simd256 a, Simd256 b) =>
        new(Vector256.LessThan(a._value.AsUInt32(), b._value.AsUInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Simd256 mask) => mask._value.AsInt32() != Vector256<int>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 AddBits(Simd256 a, Simd256 b) => new((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 SubtractBits(Simd256 a, Simd256 b) =>
        new((a._value.AsInt32() - b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ShiftLeft(Simd256 a, int bits) => new((a._value.AsInt32() << bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ShiftRight(Simd256 a, int bits) => new((a._value.AsInt32() >>> bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ShiftRightSigned(Simd256 a, int bits) => new((a._value.AsInt32() >> bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 FromInteger(Simd256 bits) => new(Vector256.ConvertToSingle(bits._value.AsInt32()));

    private Simd128 Lower => new(_value.GetLower());

    private Simd128 Upper => new(_value.GetUpper());

    private static Simd256 Pair(Simd128 lower, Simd128 upper) => new(Vector256.Create(lower.Value, upper.Value));

    private static Vector256<float> Existing(nint lanes) =>
        Vector256.LessThan(Indices, Vector256.Create((int)lanes)).AsSingle();

    // The masked instructions of AVX do not touch, nor fault on, the lanes that are masked out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe Simd256 LoadPart(Floats p, nint lanes) => Avx.IsSupported
        ? new(Avx.MaskLoad(p.Pointer, Existing(lanes)))
        : Lanes.Gather<Simd256>(p, 1, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void StorePart(Simd256 value, Floats p, nint lanes)
    {
        if (Avx.IsSupported) Avx.MaskStore(p.Pointer, Existing(lanes), value._value);
        else Lanes.Scatter(value, p, 1, lanes);
    }
}
