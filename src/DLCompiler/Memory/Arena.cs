using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// Floats that stay where they are: a pinned array of the garbage collector, from its first multiple of 64 bytes on.
/// The memory is valid as long as the arena is reachable; nothing has to be disposed.
/// </summary>
internal sealed class Arena
{
    /// <summary>The alignment, in floats: 64 bytes, a cache line and the widest vector.</summary>
    public const int Alignment = 16;

    private readonly float[] _memory;
    private readonly int _first;

    private unsafe Arena(float[] memory, nint count)
    {
        _memory = memory;
        Count = count;
        nint address = (nint)Unsafe.AsPointer(ref memory[0]);
        _first = (int)((AlignUp(address / sizeof(float)) * sizeof(float)) - address) / sizeof(float);
        Start = new Floats(address) + _first;
    }

    /// <summary>The first float.</summary>
    public Floats Start { get; }

    /// <summary>The number of floats.</summary>
    public nint Count { get; }

    /// <summary>All of it.</summary>
    public Span<float> Span => _memory.AsSpan(_first, (int)Count);

    /// <summary>An arena with whatever the memory holds.</summary>
    /// <exception cref="InsufficientMemoryException">More floats than an array can have.</exception>
    public static Arena Uninitialized(nint count) =>
        new(GC.AllocateUninitializedArray<float>(Length(count), pinned: true), count);

    /// <summary>An arena of zeros.</summary>
    /// <exception cref="InsufficientMemoryException">More floats than an array can have.</exception>
    public static Arena Zeros(nint count) => new(GC.AllocateArray<float>(Length(count), pinned: true), count);

    /// <summary>The least multiple of the alignment that is not below <paramref name="count"/>.</summary>
    public static nint AlignUp(nint count) => (count + Alignment - 1) & ~(nint)(Alignment - 1);

    private static int Length(nint count) =>
        count <= Array.MaxLength - Alignment
            ? (int)count + Alignment
            : throw new InsufficientMemoryException(
                $"A buffer of {count} floats is beyond .NET's largest array; use smaller batches.");
}
