using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Where a kernel keeps the values of one row between two passes over it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowScratch
{
    /// <summary>Memory of the calling thread, of unspecified contents, until the thread asks for the same slot again.</summary>
    /// <param name="slot">A small number: a kernel with several rows to keep gives each its own.</param>
    /// <param name="count">How many floats.</param>
    public static Floats Get(int slot, nint count) => Scratch.TakeRow(slot, count);
}
