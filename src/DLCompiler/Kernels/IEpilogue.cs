using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// What happens to the elements of a matrix product when their sums are complete. A struct, so that it is inlined.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEpilogue
{
    /// <summary>
    /// Takes a vector of finished elements, and stores what it makes of them. Called once for each element.
    /// </summary>
    /// <param name="value">The elements (row, column), (row, column + 1), …</param>
    /// <param name="outer">The index in the outer batch axis.</param>
    /// <param name="inner">The index in the inner batch axis.</param>
    /// <param name="row">The row.</param>
    /// <param name="column">The first element's column.</param>
    /// <param name="lanes">How many elements there are; what the other lanes hold is unspecified.</param>
    void Apply<V>(V value, nint outer, nint inner, nint row, nint column, nint lanes) where V : struct, ISimd<V>;
}
