namespace DLCompiler.Runtime;

/// <summary>Memory of one thread: pinned, aligned to a cache line, kept and reused.</summary>
internal sealed unsafe class Scratch
{
    private const int Alignment = 64;
    private const int Operands = 0;
    private const int PartOfOperands = 1;
    private const int FirstRow = 2;

    [ThreadStatic]
    private static Scratch[]? OfThread;

    // By slot, the most that a part of a job has asked for. Which thread runs a part is chance, and a part that comes to
    // another thread another time must not allocate: so all threads that may run it have as much.
    private static nint[] OfParts = [];
    private static readonly Lock Growing = new();

    private float[] _memory = [];

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

    /// <summary>Takes what any part of a job has needed so far, before a thread runs parts.</summary>
    public static void Prepare()
    {
        var needed = Volatile.Read(ref OfParts);
        for (var slot = 0; slot < needed.Length; slot++) Slot(slot).Get(needed[slot]);
    }

    /// <summary>At least this many floats, of unspecified contents, until the next call.</summary>
    public Floats Get(nint elements)
    {
        var needed = checked((int)(elements + Alignment / sizeof(float)));
        if (_memory.Length < needed)
        {
            // By doubling, so that calls of growing sizes do not each leave an array behind.
            var length = Math.Max(needed, (int)Math.Min(2L * _memory.Length, Array.MaxLength));
            _memory = GC.AllocateUninitializedArray<float>(length, pinned: true);
        }

        fixed (float* start = _memory) return Align(start);
    }

    /// <summary>The first address at or after this one that begins a cache line.</summary>
    public static Floats Align(float* start) => new(((nint)start + Alignment - 1) & -Alignment);

    private static Floats Take(int slot, nint elements)
    {
        if (WorkerPool.IsInPart) Note(slot, elements);
        return Slot(slot).Get(elements);
    }

    private static Scratch Slot(int slot)
    {
        var slots = OfThread ?? [];
        if (slot >= slots.Length)
        {
            var known = slots.Length;
            Array.Resize(ref slots, slot + 1);
            for (var i = known; i <= slot; i++) slots[i] = new Scratch();
            OfThread = slots;
        }

        return slots[slot];
    }

    private static void Note(int slot, nint elements)
    {
        var known = Volatile.Read(ref OfParts);
        if (slot < known.Length && elements <= known[slot]) return;
        lock (Growing)
        {
            var grown = OfParts;
            if (slot >= grown.Length) Array.Resize(ref grown, slot + 1);
            grown[slot] = nint.Max(grown[slot], elements);
            Volatile.Write(ref OfParts, grown);
        }
    }
}
