using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DLCompiler.Runtime;

/// <summary>
/// A pointer to floats in pinned memory. Nothing is checked: whoever holds one knows what it points into.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Floats
{
    // A field and few layers: each call that the JIT inlines counts against the budget of the kernel around it.
    internal readonly float* Pointer;

    /// <summary>A pointer to this address, in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Floats(nint address) => Pointer = (float*)address;

    /// <summary>The address of the first float, in bytes.</summary>
    public nint Address => (nint)Pointer;

    /// <summary>Whether it points nowhere.</summary>
    public bool IsNull => Pointer == null;

    /// <summary>The float <paramref name="index"/> elements on.</summary>
    public ref float this[nint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Pointer[index];
    }

    /// <summary>The floats from here on.</summary>
    public ReadOnlySpan<float> ToSpan(long count) => new(Pointer, checked((int)count));

    /// <summary>The floats from here on, to be written.</summary>
    public Span<float> ToWritableSpan(long count) => new(Pointer, checked((int)count));

    /// <summary>The pointer <paramref name="elements"/> floats further on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Floats operator +(Floats pointer, nint elements) => new((nint)(pointer.Pointer + elements));

    /// <summary>The named form of <c>+</c>.</summary>
    public static Floats Add(Floats pointer, nint elements) => pointer + elements;
}
