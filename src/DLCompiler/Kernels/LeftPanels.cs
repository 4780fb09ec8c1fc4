using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// The panels of A: where the operand is, or packed one at a time where the microkernel would not read lines of the cache one after
/// the other: where a row's elements are apart, or rows push each other out of the cache.
/// </summary>
/// <param name="a">Element 0.</param>
/// <param name="row">From a row to the next.</param>
/// <param name="column">From a k to the next.</param>
/// <param name="rows">How many rows there are.</param>
/// <param name="height">Rows of a panel.</param>
internal readonly struct LeftPanels(Floats a, nint row, nint column, nint rows, nint height)
{
    private readonly bool _packs = column != 1 || CacheSizes.Current.Collide(height, row);

    // The microkernel reads thirds of a panel.
    private readonly bool _packsLast = rows % height % (height / 3) != 0;

    /// <summary>How many panels.</summary>
    public nint Count => Blocks.Ceiling(rows, height);

    /// <summary>Floats that a panel takes where it is packed.</summary>
    public static nint Elements(nint height, nint depth) => Panels.Elements(height, depth, height);

    /// <summary>The rows of a panel.</summary>
    /// <param name="panel">Which one.</param>
    /// <param name="k">The first k.</param>
    /// <param name="depth">How many.</param>
    /// <param name="memory">Where it is packed, if it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowsOfA Take<V>(nint panel, nint k, nint depth, Floats memory) where V : struct, ISimd<V>
    {
        var from = a + (panel * height * row + k * column);
        if (!_packs && !(_packsLast && panel == Count - 1)) return new RowsOfA(from, row, column);
        new Panels(from, row, column, rows - panel * height, depth, height, memory).Run<V>(0, 1);
        return new RowsOfA(memory, 1, height);
    }
}
