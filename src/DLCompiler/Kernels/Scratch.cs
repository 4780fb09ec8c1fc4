namespace DLCompiler.Runtime;

/// <summary>Memory of the calling thread, kept and reused, so that kernels allocate nothing once they are warm.</summary>
internal static unsafe class Scratch
{
    private const int Operands = 0;
    private const int PartOfOperands = 1;
    private const int FirstRow = 2;

    [ThreadStatic]
    private static ScratchSlots? OfThread;

    /// <summary>The memory of the calling thread.</summary>
    public static ScratchSlots Slots
    {
        get => OfThread ??= new ScratchSlots();
        set => OfThread = value;
    }

    /// <summary>
    /// This thread's memory for packed operands: at least this many floats, of unspecified contents, until the thread
    /// asks again.
    /// </summary>
    public static Floats Take(nint elements) => Take(Operands, elements);

    /// <summary>
    /// As <see cref="Take(nint)"/>, for what a thread packs for its part of a product, while all use what is common.
    /// </summary>
    public static Floats TakeForPart(nint elements) => Take(PartOfOperands, elements);

    /// <summary>As <see cref="Take(nint)"/>, for the rows that a kernel keeps, each in a slot of its own.</summary>
    public static Floats TakeRow(int slot, nint elements) => Take(FirstRow + slot, elements);

    /// <summary>The first address at or after this one that begins a cache line.</summary>
    public static Floats Align(float* start) => new(((nint)start + ScratchSlots.Alignment - 1) & -ScratchSlots.Alignment);

    private static Floats Take(int slot, nint elements)
    {
        WorkerPool.NeedsOfPart?.Note(slot, elements);
        return Slots.Get(slot, elements);
    }
}
