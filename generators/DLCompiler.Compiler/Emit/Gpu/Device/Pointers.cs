namespace DLCompiler.Gpu;

using System.Runtime.CompilerServices;
using ILGPU;

/// <summary>
/// Floats in device memory from an offset on. The view is the whole buffer's: an index may be negative, as in a row that is
/// read backwards.
/// </summary>
internal readonly struct Floats(ArrayView<float> view, long offset)
{
    public readonly ArrayView<float> View = view;
    public readonly long Offset = offset;

    /// <summary>Whether it points nowhere; for the host.</summary>
    public bool IsNull => !View.IsValid;

    public ref float this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref View[Offset + index];
    }

    public static Floats operator +(Floats pointer, long elements) => new(pointer.View, pointer.Offset + elements);
}

/// <summary>Integers in device memory, as <see cref="Floats"/>.</summary>
internal readonly struct Ints(ArrayView<int> view, long offset)
{
    public readonly ArrayView<int> View = view;
    public readonly long Offset = offset;

    /// <summary>Whether it points nowhere; for the host.</summary>
    public bool IsNull => !View.IsValid;

    public ref int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref View[Offset + index];
    }

    public static Ints operator +(Ints pointer, long elements) => new(pointer.View, pointer.Offset + elements);

    /// <summary>The same memory: an arena is of floats, and holds integers, too.</summary>
    public static implicit operator Ints(Floats memory) =>
        memory.IsNull ? default : new(memory.View.Cast<int>(), memory.Offset);
}

/// <summary>Four floats that are loaded and stored at once.</summary>
internal struct Vec4(float x, float y, float z, float w)
{
    public float X = x;
    public float Y = y;
    public float Z = z;
    public float W = w;
}
