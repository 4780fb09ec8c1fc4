using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>A pointer to 32-bit integers in pinned memory; unchecked, as <see cref="Floats"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Ints
{
    // A field and few layers: each call that the JIT inlines counts against the budget of the kernel around it.
    internal readonly int* Pointer;

    /// <summary>A pointer to this address, in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Ints(nint address) => Pointer = (int*)address;

    /// <summary>The address of the first integer, in bytes.</summary>
    public nint Address => (nint)Pointer;

    /// <summary>Whether it points nowhere.</summary>
    public bool IsNull => Pointer == null;

    /// <summary>The same memory: an arena is of floats, and holds integers, too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Ints(Floats memory) => new(memory.Address);

    /// <summary>The named form of the conversion.</summary>
    public static Ints FromFloats(Floats memory) => memory;

    /// <summary>The integer <paramref name="index"/> elements on.</summary>
    public ref int this[nint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Pointer[index];
    }

    /// <summary>The pointer <paramref name="elements"/> integers further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Ints operator +(Ints pointer, nint elements) => new((nint)(pointer.Pointer + elements));

    /// <summary>The named form of <c>+</c>.</summary>
    public static Ints Add(Ints pointer, nint elements) => pointer + elements;
}
