using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DLCompiler.Runtime;

/// <summary>Copies a matrix so that its rows become columns, by blocks of 4 × 4 in registers.</summary>
internal static unsafe class Transposition
{
    /// <summary>Columns that are done at a time: as rows, they stay in the first-level cache.</summary>
    private const nint Some = 64;

    /// <summary>to[c · toRow + r] = from[r · fromRow + c].</summary>
    public static void Run(Floats from, nint fromRow, nint rows, nint columns, Floats to, nint toRow)
    {
        for (; columns > 0; columns -= Some, from += Some, to += Some * toRow)
            RunSome(from, fromRow, rows, nint.Min(Some, columns), to, toRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunSome(Floats from, nint fromRow, nint rows, nint columns, Floats to, nint toRow)
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
        Simd128 a = new(Vector128.Load(from)), b = new(Vector128.Load(from + fromStride));
        Simd128 c = new(Vector128.Load(from + 2 * fromStride)), d = new(Vector128.Load(from + 3 * fromStride));
        Simd128 ac = Simd128.ZipLow(a, c), bd = Simd128.ZipLow(b, d);
        Simd128.ZipLow(ac, bd).Value.Store(to);
        Simd128.ZipHigh(ac, bd).Value.Store(to + toStride);
        (ac, bd) = (Simd128.ZipHigh(a, c), Simd128.ZipHigh(b, d));
        Simd128.ZipLow(ac, bd).Value.Store(to + 2 * toStride);
        Simd128.ZipHigh(ac, bd).Value.Store(to + 3 * toStride);
    }
}
