using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>The transformation of tiles of inputs, Bᵀ d B, of one vector of neighbours: of tiles, or of channels.</summary>
internal static class WinogradTiles
{
    /// <summary>Transforms 4 × 4 inputs.</summary>
    /// <param name="tiles">The elements (0, 0).</param>
    /// <param name="places">Where the others are.</param>
    /// <param name="to">Where the first of the 16 points goes.</param>
    /// <param name="point">From a point to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transform<V>(Floats tiles, in TilePlaces places, Floats to, nint point) where V : struct, ISimd<V>
    {
        Row<V>(tiles, places, out var a0, out var a1, out var a2, out var a3);
        Row<V>(tiles + places.ThirdRow, places, out var c0, out var c1, out var c2, out var c3);
        Store(a0 - c0, a1 - c1, a2 - c2, a3 - c3, to, point);
        Row<V>(tiles + places.SecondRow, places, out var b0, out var b1, out var b2, out var b3);
        Store(b0 + c0, b1 + c1, b2 + c2, b3 + c3, to + 4 * point, point);
        Store(c0 - b0, c1 - b1, c2 - b2, c3 - b3, to + 8 * point, point);
        Row<V>(tiles + (places.SecondRow + places.ThirdRow), places, out var d0, out var d1, out var d2, out var d3);
        Store(b0 - d0, b1 - d1, b2 - d2, b3 - d3, to + 12 * point, point);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<V>(Floats row, in TilePlaces places, out V x0, out V x1, out V x2, out V x3)
        where V : struct, ISimd<V>
    {
        (x0, x1) = (V.Load(row, 0, V.Count), V.Load(row, places.Second, V.Count));
        (x2, x3) = (V.Load(row, places.Third, V.Count), V.Load(row, places.Second + places.Third, V.Count));
    }

    /// <summary>The transformation along a row: x0 − x2, x1 + x2, x2 − x1, x1 − x3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<V>(V x0, V x1, V x2, V x3, Floats to, nint point) where V : struct, ISimd<V>
    {
        V.Store(x0 - x2, to, 0, V.Count);
        V.Store(x1 + x2, to, point, V.Count);
        V.Store(x2 - x1, to, 2 * point, V.Count);
        V.Store(x1 - x3, to, 3 * point, V.Count);
    }
}

/// <summary>Where the elements of a tile are; the fourth is as far from the third as the second from the first.</summary>
/// <param name="SecondRow">From the first row to the second.</param>
/// <param name="ThirdRow">From the first row to the third.</param>
/// <param name="Second">From a row's first element to the second.</param>
/// <param name="Third">From a row's first element to the third.</param>
internal readonly record struct TilePlaces(nint SecondRow, nint ThirdRow, nint Second, nint Third)
{
    /// <summary>In planes of even and odd places, where neighbours are those of the next tile.</summary>
    public static TilePlaces InPhases(in PlaneLayout planes) => new(2 * planes.Plane, planes.Width.Length, planes.Plane, 1);

    /// <summary>In lines of so many floats, where each element is a vector of channels.</summary>
    public static TilePlaces InLines(nint line, nint element) => new(line, 2 * line, element, 2 * element);
}
