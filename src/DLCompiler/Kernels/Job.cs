namespace DLCompiler.Runtime;

/// <summary>
/// A kernel over a range of items, cut into parts: the same cut for the same numbers, as even as the alignment lets
/// it be.
/// </summary>
/// <param name="kernel">The kernel's struct, which stays on the stack of the caller while the job runs.</param>
/// <param name="invoke">Runs the kernel over the items start … end − 1.</param>
/// <param name="count">How many items.</param>
/// <param name="align">Each part but the last has a multiple of this many items.</param>
/// <param name="parts">How many parts.</param>
/// <param name="threads">How many threads run them.</param>
internal readonly unsafe struct Job(
    void* kernel, delegate*<void*, nint, nint, void> invoke, nint count, nint align, int parts, int threads)
{
    /// <summary>How many threads run the parts.</summary>
    public int Threads { get; } = threads;

    /// <summary>How many parts.</summary>
    public int Parts { get; } = parts;

    /// <summary>Runs one part; an empty one is fine.</summary>
    public void Run(int part)
    {
        var start = Border(part);
        var end = Border(part + 1);
        if (start < end) invoke(kernel, start, end);
    }

    // In units of the alignment, the first (units mod parts) parts take one more than the others.
    private nint Border(int part)
    {
        var units = (count + align - 1) / align;
        var unit = units / Parts * part + nint.Min(units % Parts, part);
        return nint.Min(unit * align, count);
    }
}
