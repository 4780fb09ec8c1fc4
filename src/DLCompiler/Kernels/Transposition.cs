using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DLCompiler.Runtime;

/// <summary>Copies a matrix so that its rows become columns, by blocks of 4 × 4 in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>to[c · toRow + r] = from[r · fromRow + c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(Floats from, nint fromRow, nint rows, nint columns, Floats to, nint toRow)
    {
        nint row = 0, ofFour = columns / 4 * 4;
        for (; row + 4 <= rows; row += 4)
        {
            for (nint column = 0; column < ofFour; column += 4)
                Transpose4x4(from.Pointer + row * fromRow + column, fromRow, to.Pointer + column * toRow + row, toRow);
            Copy(from, fromRow, row, row + 4, ofFour, columns, to, toRow);
        }

        Copy(from, fromRow, row, rows, 0, columns, to, toRow);
    }

    private static void Copy(
        Floats from, nint fromRow, nint row, nint endRow, nint column, nint endColumn, Floats to, nint toRow)
    {
        for (; column < endColumn; column++)
        {
            for (nint r = row; r < endRow; r++) to[column * toRow + r] = from[r * fromRow + column];
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
