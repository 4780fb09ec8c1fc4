using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Computes the size and the life of every buffer of a program.</summary>
/// <param name="symbols">What the program's symbols are bound to.</param>
/// <param name="buffers">Receives the buffers.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void BufferFunction(ReadOnlySpan<long> symbols, Span<BufferInfo> buffers);
