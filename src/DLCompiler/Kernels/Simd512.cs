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

    private static Vector512<float> Existing(nint lanes) =>
        Vector512.LessThan(Indices, Vector512.Create((int)lanes)).AsSingle();

    // The masked instructions of AVX do not touch, nor fault on, the lanes that are masked out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd512 LoadPart(Floats p, nint lanes) => new(Vector512.Create(
        Simd256.LoadPart(p, nint.Min(lanes, 8)).Value, Simd256.LoadPart(p + 8, lanes - 8).Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePart(Simd512 value, Floats p, nint lanes)
    {
        Simd256.StorePart(new(value._value.GetLower()), p, nint.Min(lanes, 8));
        if (lanes > 8) Simd256.StorePart(new(value._value.GetUpper()), p + 8, lanes - 8);
    }
}
