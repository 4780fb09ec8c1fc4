using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The innermost loops of products that read the operands where they are.</summary>
internal static class DirectLoops
{
    /// <summary>One row times up to four vectors of adjacent columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneRow<V>(
        Floats a, nint columnOfA, Floats b, nint rowOfB, nint k, nint columns, Floats tile)
        where V : struct, ISimd<V>
    {
        nint lanes0 = Lanes<V>(columns, 0), lanes1 = Lanes<V>(columns, 1);
        nint lanes2 = Lanes<V>(columns, 2), lanes3 = Lanes<V>(columns, 3);
        V c0 = default, c1 = default, c2 = default, c3 = default;
        for (; k > 0; k--, a += columnOfA, b += rowOfB)
        {
            var splat = V.Create(a[0]);
            c0 = V.Fma(splat, V.Load(b, 0, lanes0), c0);
            c1 = V.Fma(splat, V.Load(b, V.Count, lanes1), c1);
            c2 = V.Fma(splat, V.Load(b, 2 * V.Count, lanes2), c2);
            c3 = V.Fma(splat, V.Load(b, 3 * V.Count, lanes3), c3);
        }

        V.Store(c0, tile, 0, V.Count);
        V.Store(c1, tile, V.Count, V.Count);
        V.Store(c2, tile, 2 * V.Count, V.Count);
        V.Store(c3, tile, 3 * V.Count, V.Count);
    }

    /// <summary>
    /// Up to four rows times up to two vectors of adjacent columns. Rows that do not exist repeat the last; nobody
    /// reads them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourRows<V>(
        Floats a, nint rowOfA, nint columnOfA, nint rows, Floats b, nint rowOfB, nint k, nint columns, Floats tile)
        where V : struct, ISimd<V>
    {
        nint lanes0 = Lanes<V>(columns, 0), lanes1 = Lanes<V>(columns, 1);
        nint row1 = nint.Min(1, rows - 1) * rowOfA, row2 = nint.Min(2, rows - 1) * rowOfA, row3 = (rows - 1) * rowOfA;
        V c00 = default, c01 = default, c10 = default, c11 = default;
        V c20 = default, c21 = default, c30 = default, c31 = default;
        for (; k > 0; k--, a += columnOfA, b += rowOfB)
        {
            var b0 = V.Load(b, 0, lanes0);
            var b1 = V.Load(b, V.Count, lanes1);
            var splat = V.Create(a[0]);
            c00 = V.Fma(splat, b0, c00);
            c01 = V.Fma(splat, b1, c01);
            splat = V.Create(a[row1]);
            c10 = V.Fma(splat, b0, c10);
            c11 = V.Fma(splat, b1, c11);
            splat = V.Create(a[row2]);
            c20 = V.Fma(splat, b0, c20);
            c21 = V.Fma(splat, b1, c21);
            splat = V.Create(a[row3]);
            c30 = V.Fma(splat, b0, c30);
            c31 = V.Fma(splat, b1, c31);
        }

        Store(c00, c01, tile, 0);
        Store(c10, c11, tile, 1);
        Store(c20, c21, tile, 2);
        Store(c30, c31, tile, 3);
    }

    /// <summary>
    /// The dot products of one row with up to four columns that are contiguous along K. Columns that do not exist
    /// repeat the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourDots<V>(Floats a, Floats b, nint columnOfB, nint columns, nint k, Floats tile)
        where V : struct, ISimd<V>
    {
        var b1 = b + nint.Min(1, columns - 1) * columnOfB;
        var b2 = b + nint.Min(2, columns - 1) * columnOfB;
        var b3 = b + nint.Min(3, columns - 1) * columnOfB;
        V c0 = default, c1 = default, c2 = default, c3 = default;
        nint i = 0;
        for (; i + V.Count <= k; i += V.Count)
        {
            var row = V.Load(a, i, V.Count);
            c0 = V.Fma(row, V.Load(b, i, V.Count), c0);
            c1 = V.Fma(row, V.Load(b1, i, V.Count), c1);
            c2 = V.Fma(row, V.Load(b2, i, V.Count), c2);
            c3 = V.Fma(row, V.Load(b3, i, V.Count), c3);
        }

        if (i < k)
        {
            var row = V.Load(a, i, k - i);
            c0 = V.Fma(row, V.Load(b, i, k - i), c0);
            c1 = V.Fma(row, V.Load(b1, i, k - i), c1);
            c2 = V.Fma(row, V.Load(b2, i, k - i), c2);
            c3 = V.Fma(row, V.Load(b3, i, k - i), c3);
        }

        tile[0] = V.Sum(c0);
        tile[1] = V.Sum(c1);
        tile[2] = V.Sum(c2);
        tile[3] = V.Sum(c3);
    }

    // How much of a vector there is; a load of no lanes touches nothing.
    private static nint Lanes<V>(nint columns, nint vector) where V : struct, ISimd<V> =>
        nint.Clamp(columns - vector * V.Count, 0, V.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V c0, V c1, Floats tile, nint row) where V : struct, ISimd<V>
    {
        V.Store(c0, tile, row * 4 * V.Count, V.Count);
        V.Store(c1, tile, row * 4 * V.Count + V.Count, V.Count);
    }
}
