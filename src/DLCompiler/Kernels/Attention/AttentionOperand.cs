using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// A matrix for each head of each sequence, in memory. Strides are in elements: so a slice or a permutation of a
/// projection is read, or written, where it is.
/// </summary>
/// <param name="Data">Element (0, 0) of the first head of the first sequence; null where there is none.</param>
/// <param name="Batch">From a sequence to the next; 0 repeats one.</param>
/// <param name="Head">From a head to the next; 0 repeats one.</param>
/// <param name="Row">From a row, of adjacent elements, to the next: a row is a query, a key or a value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct AttentionOperand(Floats Data, nint Batch, nint Head, nint Row)
{
    /// <summary>[N, T, H, E] without gaps, as [N, H, T, E].</summary>
    internal static AttentionOperand Dense(Floats data, nint rows, nint heads, nint size) =>
        new(data, rows * heads * size, size, heads * size);

    /// <summary>Whether there is no such operand.</summary>
    internal bool IsNull => Data.IsNull;

    /// <summary>Element (0, 0) of one head of one sequence.</summary>
    internal Floats At(nint batch, nint head) => Data + (batch * Batch + head * Head);
}
