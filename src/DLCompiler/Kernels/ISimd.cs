using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>A vector of floats, of a width that the JIT knows: kernels are written once over it.</summary>
/// <remarks>
/// A partial load, store or <see cref="Keep"/> takes the number of lanes that exist, 0 … <see cref="Count"/>; with the
/// constant <c>V.Count</c> it folds to the plain instruction.
/// A <i>mask</i> is a vector whose lanes have all bits set or none; a <i>condition</i> has 1 or 0 in its lanes, as
/// values of a model do.
/// </remarks>
/// <typeparam name="V">The vector itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISimd<V> where V : struct, ISimd<V>
{
    /// <summary>How many lanes: 16, 8 or 4. A constant to the JIT.</summary>
    static abstract nint Count { get; }

    /// <summary>Whether <see cref="Fma"/> rounds once. A constant to the JIT.</summary>
    static abstract bool IsFused { get; }

    // ---- making, loading, storing ----

    /// <summary>The value in every lane.</summary>
    static abstract V Create(float value);

    /// <summary>The bit pattern in every lane.</summary>
    static abstract V CreateBits(int bits);

    /// <summary>start, start + 1, start + 2, …</summary>
    static abstract V Iota(float start);

    /// <summary>The integers 0, 1, 2, … as bit patterns.</summary>
    static abstract V LaneNumbers { get; }

    /// <summary>p[index], p[index + 1], …; lanes that do not exist are 0, and their memory is not read.</summary>
    static abstract V Load(Floats p, nint index, nint lanes);

    /// <summary>As for floats, converted to float.</summary>
    static abstract V Load(Ints p, nint index, nint lanes);

    /// <summary>p[index], p[index + stride], …; lanes that do not exist are 0, and their memory is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V LoadStrided(Floats p, nint index, nint stride, nint lanes) =>
        Lanes.Gather<V>(p + index, stride, lanes);

    /// <summary>As for floats, converted to float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V LoadStrided(Ints p, nint index, nint stride, nint lanes) =>
        Lanes.Gather<V>(p + index, stride, lanes);

    /// <summary>
    /// Lane i is p[rows[i · rowStep] · stride + i · step]; lanes that do not exist are 0, and their memory is not read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V LoadIndirect(Floats p, nint step, Ints rows, nint rowStep, nint stride, nint lanes) =>
        Lanes.Gather<V>(p, step, rows, rowStep, stride, lanes);

    /// <summary>Writes the first <paramref name="lanes"/> lanes and nothing else.</summary>
    static abstract void Store(V value, Floats p, nint index, nint lanes);

    /// <summary>Writes p[index], p[index + stride], … from the first <paramref name="lanes"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual void StoreStrided(V value, Floats p, nint index, nint stride, nint lanes) =>
        Lanes.Scatter(value, p + index, stride, lanes);

    /// <summary>The value with <paramref name="other"/> in the lanes from <paramref name="lanes"/> on.</summary>
    static abstract V Keep(V value, nint lanes, float other);

    // ---- across lanes ----

    /// <summary>Lanes 0, 2, 4, … of a, then of b.</summary>
    static abstract V Even(V a, V b);

    /// <summary>Lanes 1, 3, 5, … of a, then of b.</summary>
    static abstract V Odd(V a, V b);

    /// <summary>Lane 0 of a, of b, lane 1 of a, of b, … of the lower halves.</summary>
    static abstract V ZipLow(V a, V b);

    /// <summary>The same of the upper halves.</summary>
    static abstract V ZipHigh(V a, V b);

    /// <summary>The sum of all lanes: halves are added until one lane is left.</summary>
    static abstract float Sum(V v);

    /// <summary>The greatest lane; NaN if there is one.</summary>
    static abstract float Max(V v);

    /// <summary>The least lane; NaN if there is one.</summary>
    static abstract float Min(V v);

    // ---- arithmetic ----

    /// <summary>a + b.</summary>
    static abstract V operator +(V a, V b);

    /// <summary>a − b.</summary>
    static abstract V operator -(V a, V b);

    /// <summary>a · b.</summary>
    static abstract V operator *(V a, V b);

    /// <summary>a / b.</summary>
    static abstract V operator /(V a, V b);

    /// <summary>−a.</summary>
    static abstract V operator -(V a);

    /// <summary>a · b + c, rounded once where the machine can, never by a software routine.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>|x|.</summary>
    static abstract V Abs(V x);

    /// <summary>√x, correctly rounded.</summary>
    static abstract V Sqrt(V x);

    /// <summary>The greatest integer not above x.</summary>
    static abstract V Floor(V x);

    /// <summary>max(x, 0); NaN stays NaN.</summary>
    static abstract V Relu(V x);

    /// <summary>The greater; NaN if either is. Cheapest with a constant first.</summary>
    static abstract V Maximum(V a, V b);

    /// <summary>The less; NaN if either is. Cheapest with a constant first.</summary>
    static abstract V Minimum(V a, V b);

    // ---- bits: what VectorMath and the random numbers are made of ----

    /// <summary>Bitwise and.</summary>
    static abstract V And(V a, V b);

    /// <summary>Bitwise or.</summary>
    static abstract V Or(V a, V b);

    /// <summary>Bitwise exclusive or.</summary>
    static abstract V Xor(V a, V b);

    /// <summary>The bits of a where the mask is set, of b elsewhere.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>The mask a &lt; b.</summary>
    static abstract V MaskLess(V a, V b);

    /// <summary>The mask a = b; never set for NaN.</summary>
    static abstract V MaskEqual(V a, V b);

    /// <summary>The mask a &lt; b of lanes taken as unsigned integers.</summary>
    static abstract V MaskLessUnsigned(V a, V b);

    /// <summary>Whether the mask is set in any lane.</summary>
    static abstract bool Any(V mask);

    /// <summary>The sum of lanes taken as integers, modulo 2³².</summary>
    static abstract V AddBits(V a, V b);

    /// <summary>The difference of lanes taken as integers, modulo 2³².</summary>
    static abstract V SubtractBits(V a, V b);

    /// <summary>Lanes taken as integers, shifted left by a constant.</summary>
    static abstract V ShiftLeft(V a, int bits);

    /// <summary>Lanes taken as unsigned integers, shifted right by a constant.</summary>
    static abstract V ShiftRight(V a, int bits);

    /// <summary>Lanes taken as signed integers, shifted right by a constant.</summary>
    static abstract V ShiftRightSigned(V a, int bits);

    /// <summary>Lanes taken as signed integers, converted to float.</summary>
    static abstract V FromInteger(V bits);

    // ---- the functions of models, by the names that generated code calls ----

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Add(V a, V b) => a + b;

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Subtract(V a, V b) => a - b;

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Multiply(V a, V b) => a * b;

    /// <summary>a / b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Divide(V a, V b) => a / b;

    /// <summary>−x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Negate(V x) => -x;

    /// <summary>1 / √x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Rsqrt(V x) => V.Create(1) / V.Sqrt(x);

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Exp(V x) => VectorMath.Exp(x);

    /// <summary>eˣ − 1, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Expm1(V x) => VectorMath.Expm1(x);

    /// <summary>ln x; −∞ for 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Log(V x) => VectorMath.Log(x);

    /// <summary>ln(1 + x), accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Log1p(V x) => VectorMath.Log1p(x);

    /// <summary>tanh x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Tanh(V x) => VectorMath.Tanh(x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Sigmoid(V x) => VectorMath.Sigmoid(x);

    /// <summary>The error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Erf(V x) => VectorMath.Erf(x);

    /// <summary>sin x, x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Sin(V x) => VectorMath.Sin(x);

    /// <summary>cos x, x in radians.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Cos(V x) => VectorMath.Cos(x);

    /// <summary>xʸ as IEEE 754's pow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Pow(V x, V y) => VectorMath.Pow(x, y);

    /// <summary>The condition a &lt; b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Less(V a, V b) => V.And(V.MaskLess(a, b), V.Create(1));

    /// <summary>The condition a ≤ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V LessEqual(V a, V b) => V.And(V.Or(V.MaskLess(a, b), V.MaskEqual(a, b)), V.Create(1));

    /// <summary>The condition a &gt; b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Greater(V a, V b) => V.Less(b, a);

    /// <summary>The condition a ≥ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V GreaterEqual(V a, V b) => V.LessEqual(b, a);

    /// <summary>The condition a = b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Equal(V a, V b) => V.And(V.MaskEqual(a, b), V.Create(1));

    /// <summary>The condition a ≠ b; NaN differs from everything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V NotEqual(V a, V b) => V.Select(V.MaskEqual(a, b), V.Create(0), V.Create(1));

    /// <summary>a where the condition is not 0, b elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V Where(V condition, V a, V b) => V.Select(V.MaskEqual(condition, V.Create(0)), b, a);

    /// <summary>
    /// Numbers in [0, 1) with 24 bits: elements index, index + 1, … of the stream <paramref name="key"/>.
    /// </summary>
    /// <remarks>The same at every width, from every starting index; also as <see cref="RandomKey.Uniform"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual V RandomUniform(ulong key, nint index, nint lanes) => Threefry.Uniform<V>(key, index);
}
