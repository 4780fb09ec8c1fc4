using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Threefry-2x32 with 13 rounds: random bits as a function of a key and a counter, so that any element of a stream
/// comes alone.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), table 2: 13 rounds pass
/// BigCrush. It needs additions, rotations and exclusive ors of 32 bits only, which every machine has as vectors.
/// Element i takes the first word for the counter (low half of i, high half of i).
/// </remarks>
internal static class Threefry
{
    private const int Parity = 0x1BD11BDA;

    /// <summary>The first 24 bits of elements index, index + 1, … of the stream, as fractions in [0, 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Uniform<V>(ulong key, nint index) where V : struct, ISimd<V> =>
        V.FromInteger(V.ShiftRight(Bits<V>(key, index), 8)) * V.Create(1f / (1 << 24));

    /// <summary>The first words of elements index, index + 1, … of the stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Bits<V>(ulong key, nint index) where V : struct, ISimd<V>
    {
        var first = V.CreateBits((int)index);
        var low = V.AddBits(first, V.LaneNumbers);
        var carry = V.MaskLessUnsigned(low, first); // all bits set is −1
        var high = V.SubtractBits(V.CreateBits((int)((long)index >> 32)), carry);
        return Encrypt(low, high, (int)key, (int)(key >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Encrypt<V>(V x0, V x1, int k0, int k1) where V : struct, ISimd<V>
    {
        var k2 = Parity ^ k0 ^ k1;
        Inject(ref x0, ref x1, k0, k1);
        Mix4(ref x0, ref x1, 13, 15, 26, 6);
        Inject(ref x0, ref x1, k1, k2 + 1);
        Mix4(ref x0, ref x1, 17, 29, 16, 24);
        Inject(ref x0, ref x1, k2, k0 + 2);
        Mix4(ref x0, ref x1, 13, 15, 26, 6);
        Inject(ref x0, ref x1, k0, k1 + 3);
        Mix(ref x0, ref x1, 17);
        return x0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inject<V>(ref V x0, ref V x1, int a, int b) where V : struct, ISimd<V>
    {
        x0 = V.AddBits(x0, V.CreateBits(a));
        x1 = V.AddBits(x1, V.CreateBits(b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix4<V>(ref V x0, ref V x1, int r0, int r1, int r2, int r3) where V : struct, ISimd<V>
    {
        Mix(ref x0, ref x1, r0);
        Mix(ref x0, ref x1, r1);
        Mix(ref x0, ref x1, r2);
        Mix(ref x0, ref x1, r3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix<V>(ref V x0, ref V x1, int rotation) where V : struct, ISimd<V>
    {
        x0 = V.AddBits(x0, x1);
        x1 = V.Xor(V.Or(V.ShiftLeft(x1, rotation), V.ShiftRight(x1, 32 - rotation)), x0);
    }
}
