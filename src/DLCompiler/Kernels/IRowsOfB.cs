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
