using System.ComponentModel;

namespace DLCompiler.Runtime;

/// <summary>Where a kernel keeps the values of one row between two passes over it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowScratch
{
    [ThreadStatic]
    private static Scratch[]? OfThread;

    /// <summary>Memory of the calling thread, of unspecified contents, until the thread asks for the same slot again.</summary>
    /// <param name="slot">A small number: a kernel with several rows to keep gives each its own.</param>
    /// <param name="count">How many floats.</param>
    public static Floats Get(int slot, nint count)
    {
        var slots = OfThread ?? [];
        if (slot >= slots.Length)
        {
            int known = slots.Length;
            Array.Resize(ref slots, slot + 1);
            for (int i = known; i <= slot; i++) slots[i] = new Scratch();
            OfThread = slots;
        }

        return slots[slot].Get(count);
    }
}
