using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// The life of a buffer of a program: from the kernel that writes it first to the one that reads it last.
/// </summary>
/// <param name="First">The number of the first kernel.</param>
/// <param name="Last">The number of the last kernel, which is included.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BufferInfo(int First, int Last)
{
    /// <summary>Whether the two are ever alive together.</summary>
    public bool Overlaps(BufferInfo other) => First <= other.Last && other.First <= Last;
}
