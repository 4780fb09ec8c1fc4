using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>
/// A buffer of a program: its size, and its life from the kernel that writes it first to the one that reads it last.
/// </summary>
/// <param name="Elements">The size in floats.</param>
/// <param name="First">The number of the first kernel.</param>
/// <param name="Last">The number of the last kernel, which is included.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct BufferInfo(long Elements, int First, int Last)
{
    /// <summary>Whether the two are ever alive together.</summary>
    public bool Overlaps(BufferInfo other) => First <= other.Last && other.First <= Last;
}
