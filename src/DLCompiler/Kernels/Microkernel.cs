using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The innermost loop of products whose operands are packed, or need no packing.</summary>
internal static class Microkernel
{
    /// <summary>The product of two packed panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V>(Floats a, Floats b, nint depth, Floats tile) where V : struct, ISimd<V> =>
        Multiply<V, PackedRows>(a, new PackedRows(b), depth, tile);

    /// <summary>
    /// Multiplies a packed panel of A (depth × rows) by one of B (depth × columns) into a tile (rows × columns, row
    /// by row). All sums stay in registers: the variables below are written out because the JIT keeps no array there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V, B>(Floats a, B rows, nint depth, Floats tile)
        where V : struct, ISimd<V>
        where B : struct, IRowsOfB
    {
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        V c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        V c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        V c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;

        for (; depth > 0; depth--)
        {
            var b = rows.Row;
            var b0 = V.Load(b, 0, V.Count);
            var b1 = V.Load(b, V.Count, V.Count);
            Row(a[0], b0, b1, ref c00, ref c01);
            Row(a[1], b0, b1, ref c10, ref c11);
            Row(a[2], b0, b1, ref c20, ref c21);
            Row(a[3], b0, b1, ref c30, ref c31);
            Row(a[4], b0, b1, ref c40, ref c41);
            Row(a[5], b0, b1, ref c50, ref c51);
            if (GemmBlocks.Rows<V>() == 12)
            {
                Row(a[6], b0, b1, ref c60, ref c61);
                Row(a[7], b0, b1, ref c70, ref c71);
                Row(a[8], b0, b1, ref c80, ref c81);
                Row(a[9], b0, b1, ref c90, ref c91);
                Row(a[10], b0, b1, ref cA0, ref cA1);
                Row(a[11], b0, b1, ref cB0, ref cB1);
            }

            a += GemmBlocks.Rows<V>();
            rows.MoveNext<V>();
        }

        Store(c00, c01, tile, 0);
        Store(c10, c11, tile, 1);
        Store(c20, c21, tile, 2);
        Store(c30, c31, tile, 3);
        Store(c40, c41, tile, 4);
        Store(c50, c51, tile, 5);
        if (GemmBlocks.Rows<V>() == 12)
        {
            Store(c60, c61, tile, 6);
            Store(c70, c71, tile, 7);
            Store(c80, c81, tile, 8);
            Store(c90, c91, tile, 9);
            Store(cA0, cA1, tile, 10);
            Store(cB0, cB1, tile, 11);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<V>(float a, V b0, V b1, ref V c0, ref V c1) where V : struct, ISimd<V>
    {
        var splat = V.Create(a);
        c0 = V.Fma(splat, b0, c0);
        c1 = V.Fma(splat, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V c0, V c1, Floats tile, nint row) where V : struct, ISimd<V>
    {
        V.Store(c0, tile, row * GemmBlocks.Columns<V>(), V.Count);
        V.Store(c1, tile, row * GemmBlocks.Columns<V>() + V.Count, V.Count);
    }
}
