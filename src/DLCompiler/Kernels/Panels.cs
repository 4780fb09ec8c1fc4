using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>
/// Packs an operand into panels, the order in which the microkernel reads it: for each k the panel's <c>width</c>
/// rows of A, or columns of B, side by side; rows or columns beyond the operand's edge are zeros.
/// </summary>
/// <param name="source">Element 0 of row or column 0, at the first k.</param>
/// <param name="across">The stride from a row (of A) or column (of B) to the next.</param>
/// <param name="along">The stride from a k to the next.</param>
/// <param name="extent">How many rows or columns there are.</param>
/// <param name="depth">How many k.</param>
/// <param name="width">Rows or columns of a panel.</param>
/// <param name="target">The first panel.</param>
internal readonly unsafe struct Panels(
    Floats source, nint across, nint along, nint extent, nint depth, nint width, Floats target) : IKernel
{
    /// <summary>Room behind a panel, as copying it by whole vectors writes beyond its end.</summary>
    private const nint Slack = 16;

    /// <summary>Transposition goes by this many k, so that the panel's lines stay in the first-level cache.</summary>
    private const nint TransposedDepth = 64;

    /// <summary>How many panels.</summary>
    public nint Count => Blocks.Ceiling(extent, width);

    /// <summary>Where a panel begins.</summary>
    public Floats this[nint panel] => target + panel * Stride(depth, width);

    /// <summary>How many floats the panels take.</summary>
    public static nint Elements(nint extent, nint depth, nint width) =>
        Blocks.Ceiling(extent, width) * Stride(depth, width);

    private static nint Stride(nint depth, nint width) => Blocks.RoundUp(depth * width + Slack, Slack);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(nint start, nint end) where V : struct, ISimd<V>
    {
        for (var panel = start; panel < end; panel++)
        {
            var first = panel * width;
            var from = source + first * across;
            var rest = extent - first;
            if (across == 1 && rest >= Blocks.RoundUp(width, V.Count)) Copy<V>(from, this[panel]);
            else PackPart(from, this[panel], nint.Min(rest, width));
        }
    }

    private void PackPart(Floats from, Floats to, nint existing)
    {
        if (existing < width) new Span<float>(to.Pointer, (int)(depth * width)).Clear();
        if (along == 1) Transpose(from, to, existing);
        else Gather(from, to, 0, existing, 0, depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy<V>(Floats from, Floats to) where V : struct, ISimd<V>
    {
        for (nint k = 0; k < depth; k++, from += along, to += width)
        {
            for (nint i = 0; i < width; i += V.Count) V.Store(V.Load(from, i, V.Count), to, i, V.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Transpose(Floats from, Floats to, nint existing)
    {
        for (nint k = 0; k < depth; k += TransposedDepth)
        {
            var end = nint.Min(k + TransposedDepth, depth);
            var ofFour = k + (end - k) / 4 * 4;
            nint i = 0;
            for (; i + 4 <= existing; i += 4)
            {
                for (var kk = k; kk < ofFour; kk += 4)
                    Transpose4x4(from.Pointer + i * across + kk, across, to.Pointer + kk * width + i, width);
                Gather(from, to, i, i + 4, ofFour, end);
            }

            Gather(from, to, i, existing, k, end);
        }
    }

    /// <summary>Packs the rows or columns first … last − 1 at the k of start … end − 1 one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(Floats from, Floats to, nint first, nint last, nint start, nint end)
    {
        for (var k = start; k < end; k++)
        {
            for (var i = first; i < last; i++) to[k * width + i] = from[i * across + k * along];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* from, nint fromStride, float* to, nint toStride)
    {
        var a = Vector128.Load(from);
        var b = Vector128.Load(from + fromStride);
        var c = Vector128.Load(from + 2 * fromStride);
        var d = Vector128.Load(from + 3 * fromStride);
        var ac = ZipLow(a, c);
        var bd = ZipLow(b, d);
        ZipLow(ac, bd).Store(to);
        ZipHigh(ac, bd).Store(to + toStride);
        ac = ZipHigh(a, c);
        bd = ZipHigh(b, d);
        ZipLow(ac, bd).Store(to + 2 * toStride);
        ZipHigh(ac, bd).Store(to + 3 * toStride);
    }

    // a0 b0 a1 b1
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    // a2 b2 a3 b3
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
