using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The innermost loop of products whose operands are packed, or need no packing.</summary>
internal static class Microkernel
{
    /// <summary>The product of two packed panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V>(Floats a, Floats b, nint depth, Floats tile) where V : struct, ISimd<V> =>
        Multiply<V, PackedRows, ThreeThirds>(
            new RowsOfA(a, 1, GemmBlocks.Rows<V>()), new PackedRows(b), depth, tile, adds: false);

    /// <summary>
    /// Multiplies rows of A by a panel of B (depth × columns) into a tile (rows × columns, row by row). Of the tile's
    /// rows, a multiple of a third is read and written that is not below <paramref name="count"/>.
    /// </summary>
    /// <param name="a">The rows of A.</param>
    /// <param name="count">How many of them count.</param>
    /// <param name="b">The panel of B.</param>
    /// <param name="depth">How many products are summed.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="adds">Whether the sums are added to what the tile holds.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<V, B>(in RowsOfA a, nint count, B b, nint depth, Floats tile, bool adds = false)
        where V : struct, ISimd<V>
        where B : struct, IRowsOfB
    {
        var third = GemmBlocks.Rows<V>() / 3;
        if (count > 2 * third) Multiply<V, B, ThreeThirds>(a, b, depth, tile, adds);
        else if (count > third) Multiply<V, B, TwoThirds>(a, b, depth, tile, adds);
        else Multiply<V, B, OneThird>(a, b, depth, tile, adds);
    }

    /// <summary>
    /// All sums stay in registers: the variables below are written out because the JIT keeps no array there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<V, B, T>(in RowsOfA rowsOfA, B rows, nint depth, Floats tile, bool adds)
        where V : struct, ISimd<V>
        where B : struct, IRowsOfB
        where T : struct, IThirds
    {
        V c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        V c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        V c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        V c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        var height = T.Count * GemmBlocks.Rows<V>() / 3;

        // Four pointers and two distances reach twelve rows, and all of them fit into registers.
        nint row1 = rowsOfA.Row, row2 = 2 * row1, column = rowsOfA.Column;
        Floats a0 = rowsOfA.Data, a3 = a0 + 3 * row1, a6 = a3 + 3 * row1, a9 = a6 + 3 * row1;

        for (; depth > 0; depth--)
        {
            var b = rows.Row;
            var b0 = V.Load(b, 0, V.Count);
            var b1 = V.Load(b, V.Count, V.Count);
            Row(a0[0], b0, b1, ref c00, ref c01);
            Row(a0[row1], b0, b1, ref c10, ref c11);
            if (height > 2)
            {
                Row(a0[row2], b0, b1, ref c20, ref c21);
                Row(a3[0], b0, b1, ref c30, ref c31);
            }

            if (height > 4)
            {
                Row(a3[row1], b0, b1, ref c40, ref c41);
                Row(a3[row2], b0, b1, ref c50, ref c51);
            }

            if (height > 6)
            {
                Row(a6[0], b0, b1, ref c60, ref c61);
                Row(a6[row1], b0, b1, ref c70, ref c71);
            }

            if (height > 8)
            {
                Row(a6[row2], b0, b1, ref c80, ref c81);
                Row(a9[0], b0, b1, ref c90, ref c91);
                Row(a9[row1], b0, b1, ref cA0, ref cA1);
                Row(a9[row2], b0, b1, ref cB0, ref cB1);
            }

            a0 += column;
            a3 += column;
            if (height > 6) a6 += column;
            if (height > 8) a9 += column;
            rows.MoveNext<V>();
        }

        Store(c00, c01, tile, 0, adds);
        Store(c10, c11, tile, 1, adds);
        if (height > 2)
        {
            Store(c20, c21, tile, 2, adds);
            Store(c30, c31, tile, 3, adds);
        }

        if (height > 4)
        {
            Store(c40, c41, tile, 4, adds);
            Store(c50, c51, tile, 5, adds);
        }

        if (height > 6)
        {
            Store(c60, c61, tile, 6, adds);
            Store(c70, c71, tile, 7, adds);
        }

        if (height > 8)
        {
            Store(c80, c81, tile, 8, adds);
            Store(c90, c91, tile, 9, adds);
            Store(cA0, cA1, tile, 10, adds);
            Store(cB0, cB1, tile, 11, adds);
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
    private static void Store<V>(V c0, V c1, Floats tile, nint row, bool adds) where V : struct, ISimd<V>
    {
        nint at0 = row * GemmBlocks.Columns<V>(), at1 = at0 + V.Count;
        if (adds)
        {
            c0 = V.Load(tile, at0, V.Count) + c0;
            c1 = V.Load(tile, at1, V.Count) + c1;
        }

        V.Store(c0, tile, at0, V.Count);
        V.Store(c1, tile, at1, V.Count);
    }

    /// <summary>How many thirds of a panel's rows a loop multiplies.</summary>
    private interface IThirds
    {
        static abstract nint Count { get; }
    }

    private readonly struct OneThird : IThirds
    {
        public static nint Count => 1;
    }

    private readonly struct TwoThirds : IThirds
    {
        public static nint Count => 2;
    }

    private readonly struct ThreeThirds : IThirds
    {
        public static nint Count => 3;
    }
}
