using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// A matrix, or a batch of them, in memory. Strides are in elements; transposition is an exchange of two of them.
/// </summary>
/// <param name="Data">Element (0, 0) of the first matrix.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From a column to the next.</param>
/// <param name="Outer">From a matrix to the next along the outer batch axis; 0 repeats one.</param>
/// <param name="Inner">From a matrix to the next along the inner batch axis; 0 repeats one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GemmOperand(Floats Data, nint Row, nint Column, nint Outer = 0, nint Inner = 0)
{
    /// <summary>Element (0, 0) of one matrix of the batch.</summary>
    internal Floats Batch(nint outer, nint inner) => Data + (outer * Outer + inner * Inner);
}
