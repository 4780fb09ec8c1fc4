using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Where the microkernel finds the rows of a panel of B, one after the other.</summary>
internal interface IRowsOfB
{
    /// <summary>The columns of the row, side by side.</summary>
    Floats Row { get; }

    /// <summary>Goes to the next row.</summary>
    void MoveNext<V>() where V : struct, ISimd<V>;
}

/// <summary>The rows of a packed panel.</summary>
internal struct PackedRows(Floats panel) : IRowsOfB
{
    /// <inheritdoc/>
    public Floats Row { [MethodImpl(MethodImplOptions.AggressiveInlining)] readonly get; private set; } = panel;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext<V>() where V : struct, ISimd<V> => Row += GemmBlocks.Columns<V>();
}

/// <summary>Rows at equal distances.</summary>
/// <param name="first">The first row.</param>
/// <param name="stride">From a row to the next.</param>
internal struct StridedRows(Floats first, nint stride) : IRowsOfB
{
    /// <inheritdoc/>
    public Floats Row { [MethodImpl(MethodImplOptions.AggressiveInlining)] readonly get; private set; } = first;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext<V>() where V : struct, ISimd<V> => Row += stride;
}

/// <summary>Rows that lie in memory at any distances: the inputs of neighbouring windows, tap by tap.</summary>
/// <param name="first">The columns at distance 0.</param>
/// <param name="offsets">The distance of each row.</param>
internal unsafe struct OffsetRows(Floats first, nint* offsets) : IRowsOfB
{
    private nint* _offsets = offsets;

    /// <inheritdoc/>
    public readonly Floats Row
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => first + *_offsets;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveNext<V>() where V : struct, ISimd<V> => _offsets++;
}
