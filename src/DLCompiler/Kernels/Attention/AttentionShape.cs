using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// The sizes of attention: queries [Batch, Heads, Queries, Size], keys [Batch, KeyHeads, Keys, Size] and values
/// [Batch, KeyHeads, Keys, ValueSize] give [Batch, Heads, Queries, ValueSize].
/// </summary>
/// <param name="Batch">How many sequences.</param>
/// <param name="Heads">How many heads of queries.</param>
/// <param name="KeyHeads">How many heads of keys and values; each serves as many neighbouring heads of queries.</param>
/// <param name="Queries">How many queries a head has.</param>
/// <param name="Keys">How many keys a head has.</param>
/// <param name="Size">The length of a query and of a key.</param>
/// <param name="ValueSize">The length of a value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct AttentionShape(
    nint Batch, nint Heads, nint KeyHeads, nint Queries, nint Keys, nint Size, nint ValueSize);
