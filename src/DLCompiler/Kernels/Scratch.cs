namespace DLCompiler.Runtime;

/// <summary>Memory of one thread: pinned, aligned to a cache line, kept and reused.</summary>
internal sealed unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static Scratch? OfThread;

    [ThreadStatic]
    private static Scratch? OfPart;

    private float[] _memory = [];

    /// <summary>This thread's memory for packed operands: at least this many floats, of unspecified contents, until the thread asks again.</summary>
    public static Floats Take(nint elements) => (OfThread ??= new Scratch()).Get(elements);

    /// <summary>As <see cref="Take"/>, for what a thread packs for its part of a product, while all use what is common.</summary>
    public static Floats TakeForPart(nint elements) => (OfPart ??= new Scratch()).Get(elements);

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
}
