using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Stores a product as it is.</summary>
/// <param name="c">Where to; its columns are adjacent.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StoreEpilogue(in GemmOperand c) : IEpilogue
{
    private readonly Floats _data = c.Data;
    private readonly nint _row = c.Row;
    private readonly nint _outer = c.Outer;
    private readonly nint _inner = c.Inner;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V value, nint outer, nint inner, nint row, nint column, nint lanes)
        where V : struct, ISimd<V> =>
        V.Store(value, _data, outer * _outer + inner * _inner + row * _row + column, lanes);
}
