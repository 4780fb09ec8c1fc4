using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>Four floats in a <see cref="Vector128{T}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Simd128 : ISimd<Simd128>
{
    private readonly Vector128<float> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Simd128(Vector128<float> value) => _value = value;

    internal Vector128<float> Value => _value;

    /// <inheritdoc/>
    public static nint Count => 4;

    /// <inheritdoc/>
    public static bool IsFused => System.Runtime.Intrinsics.X86.Fma.IsSupported || AdvSimd.IsSupported;

    /// <inheritdoc/>
    public static Simd128 LaneNumbers => new(Indices.AsSingle());

    private static Vector128<int> Indices => Vector128<int>.Indices;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Create(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 CreateBits(int bits) => new(Vector128.Create(bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Iota(float start) => new(Vector128.Create(start) + Vector128.ConvertToSingle(Indices));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd128 Load(Floats p, nint index, nint lanes) =>
        lanes == Count ? new(Vector128.Load(p.Pointer + index)) : LoadPart(p + index, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Simd128 Load(Ints p, nint index, nint lanes) => lanes == Count
        ? new(Vector128.ConvertToSingle(Vector128.Load(p.Pointer + index)))
        : Lanes.Gather<Simd128>(p + index, 1, lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Simd128 value, Floats p, nint index, nint lanes)
    {
        if (lanes == Count) value._value.Store(p.Pointer + index);
        else StorePart(value, p + index, lanes);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Keep(Simd128 value, nint lanes, float other) => lanes == Count
        ? value
        : new(Vector128.ConditionalSelect(Existing(lanes), value._value, Vector128.Create(other)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Even(Simd128 a, Simd128 b) =>
        Sse.IsSupported ? new(Sse.Shuffle(a._value, b._value, 0b10_00_10_00))
        : AdvSimd.Arm64.IsSupported ? new(AdvSimd.Arm64.UnzipEven(a._value, b._value))
        : new(Vector128.Create(a._value[0], a._value[2], b._value[0], b._value[2]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Odd(Simd128 a, Simd128 b) =>
        Sse.IsSupported ? new(Sse.Shuffle(a._value, b._value, 0b11_01_11_01))
        : AdvSimd.Arm64.IsSupported ? new(AdvSimd.Arm64.UnzipOdd(a._value, b._value))
        : new(Vector128.Create(a._value[1], a._value[3], b._value[1], b._value[3]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ZipLow(Simd128 a, Simd128 b) =>
        Sse.IsSupported ? new(Sse.UnpackLow(a._value, b._value))
        : AdvSimd.Arm64.IsSupported ? new(AdvSimd.Arm64.ZipLow(a._value, b._value))
        : new(Vector128.Create(a._value[0], b._value[0], a._value[1], b._value[1]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ZipHigh(Simd128 a, Simd128 b) =>
        Sse.IsSupported ? new(Sse.UnpackHigh(a._value, b._value))
        : AdvSimd.Arm64.IsSupported ? new(AdvSimd.Arm64.ZipHigh(a._value, b._value))
        : new(Vector128.Create(a._value[2], b._value[2], a._value[3], b._value[3]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Simd128 v)
    {
        var pairs = v._value + Vector128.Shuffle(v._value, Vector128.Create(2, 3, 0, 1));
        return pairs[0] + pairs[1];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Simd128 v)
    {
        var pairs = Maximum(v, new(Vector128.Shuffle(v._value, Vector128.Create(2, 3, 0, 1))));
        return Maximum(pairs, new(Vector128.Shuffle(pairs._value, Vector128.Create(1, 0, 3, 2))))._value[0];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Simd128 v)
    {
        var pairs = Minimum(v, new(Vector128.Shuffle(v._value, Vector128.Create(2, 3, 0, 1))));
        return Minimum(pairs, new(Vector128.Shuffle(pairs._value, Vector128.Create(1, 0, 3, 2))))._value[0];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 a, Simd128 b) => new(a._value + b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 a, Simd128 b) => new(a._value - b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator *(Simd128 a, Simd128 b) => new(a._value * b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(Simd128 a, Simd128 b) => new(a._value / b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 a) => new(-a._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Fma(Simd128 a, Simd128 b, Simd128 c) =>
        new(Vector128.MultiplyAddEstimate(a._value, b._value, c._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Abs(Simd128 x) => new(Vector128.Abs(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Sqrt(Simd128 x) => new(Vector128.Sqrt(x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Floor(Simd128 x) => new(Vector128.Floor(x._value));

    /// <inheritdoc/>
    // MaxNative is one instruction, which gives its second operand if either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Relu(Simd128 x) => new(Vector128.MaxNative(Vector128<float>.Zero, x._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Maximum(Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(
        Vector128.Equals(a._value, a._value), Vector128.MaxNative(a._value, b._value), a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Minimum(Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(
        Vector128.Equals(a._value, a._value), Vector128.MinNative(a._value, b._value), a._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 And(Simd128 a, Simd128 b) => new(a._value & b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Or(Simd128 a, Simd128 b) => new(a._value | b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Xor(Simd128 a, Simd128 b) => new(a._value ^ b._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Select(Simd128 mask, Simd128 a, Simd128 b) =>
        new(Vector128.ConditionalSelect(mask._value, a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MaskLess(Simd128 a, Simd128 b) => new(Vector128.LessThan(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MaskEqual(Simd128 a, Simd128 b) => new(Vector128.Equals(a._value, b._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MaskLessUnsigned(Simd128 a, Simd128 b) =>
        new(Vector128.LessThan(a._value.AsUInt32(), b._value.AsUInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Simd128 mask) => mask._value.AsInt32() != Vector128<int>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 AddBits(Simd128 a, Simd128 b) => new((a._value.AsInt32() + b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 SubtractBits(Simd128 a, Simd128 b) =>
        new((a._value.AsInt32() - b._value.AsInt32()).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ShiftLeft(Simd128 a, int bits) => new((a._value.AsInt32() << bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ShiftRight(Simd128 a, int bits) => new((a._value.AsInt32() >>> bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ShiftRightSigned(Simd128 a, int bits) => new((a._value.AsInt32() >> bits).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 FromInteger(Simd128 bits) => new(Vector128.ConvertToSingle(bits._value.AsInt32()));

    private static Vector128<float> Existing(nint lanes) =>
        Vector128.LessThan(Indices, Vector128.Create((int)lanes)).AsSingle();

    // The masked instructions of AVX do not touch, nor fault on, the lanes that are masked out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe Simd128 LoadPart(Floats p, nint lanes) => Avx.IsSupported
        ? new(Avx.MaskLoad(p.Pointer, Existing(lanes)))
        : Lanes.Gather<Simd128>(p, 1, lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe void StorePart(Simd128 value, Floats p, nint lanes)
    {
        if (Avx.IsSupported) Avx.MaskStore(p.Pointer, Existing(lanes), value._value);
        else Lanes.Scatter(value, p, 1, lanes);
    }
}
