using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Computes the size of every buffer of a program.</summary>
/// <param name="symbols">What the program's symbols are bound to.</param>
/// <param name="elements">Receives each buffer's size in floats.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void SizeFunction(ReadOnlySpan<long> symbols, Span<long> elements);
