namespace DLCompiler.Runtime;

/// <summary>Memory of one thread, by slot: pinned, and aligned to a cache line.</summary>
internal sealed unsafe class ScratchSlots
{
    /// <summary>Bytes of a cache line.</summary>
    public const int Alignment = 64;

    private float[][] _slots = [];

    /// <summary>At least this many floats, of unspecified contents, until the next call for the slot.</summary>
    public Floats Get(int slot, nint elements)
    {
        if (slot >= _slots.Length)
        {
            var known = _slots.Length;
            Array.Resize(ref _slots, slot + 1);
            Array.Fill(_slots, [], known, slot + 1 - known);
        }

        ref var memory = ref _slots[slot];
        var needed = checked((int)(elements + Alignment / sizeof(float)));
        if (memory.Length < needed)
        {
            // By doubling, so that calls of growing sizes do not each leave an array behind.
            var length = Math.Max(needed, (int)Math.Min(2L * memory.Length, Array.MaxLength));
            memory = GC.AllocateUninitializedArray<float>(length, pinned: true);
        }

        fixed (float* start = memory) return Scratch.Align(start);
    }
}
