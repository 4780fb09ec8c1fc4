using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>Stores a product as it is.</summary>
/// <param name="c">Where to; its columns are adjacent.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StoreEpilogue(in GemmOperand c) : IEpilogue
{
    private readonly GemmOperand _c = c;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<V>(V value, nint outer, nint inner, nint row, nint column, nint lanes)
        where V : struct, ISimd<V> =>
        V.Store(value, _c.Batch(outer, inner), row * _c.Row + column, lanes);
}
