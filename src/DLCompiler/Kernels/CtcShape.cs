using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>The sizes of <see cref="CtcLoss"/>.</summary>
/// <param name="Batch">N.</param>
/// <param name="Steps">T, padding included.</param>
/// <param name="Classes">C, the blank among them.</param>
/// <param name="Labels">S, padding included.</param>
/// <param name="Blank">The class that is none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct CtcShape(nint Batch, nint Steps, nint Classes, nint Labels, nint Blank);
