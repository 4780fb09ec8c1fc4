namespace DLCompiler.Gpu;

using System.Runtime.CompilerServices;
using ILGPU;

/// <summary>
/// A pointer to numbers of any storage: they are floats wherever they are computed with, converted as they are loaded and stored.
/// </summary>
internal interface IElements<P> where P : struct, IElements<P>
{
    float this[int index] { get; set; }

    /// <summary>From the start of the view to the first element.</summary>
    long Start { get; }

    /// <summary>Whether it points nowhere; for the host.</summary>
    bool IsNull { get; }

    /// <summary>Four neighbours at once, by the index in the view of the first one, which four divides.</summary>
    Vec4 Four(long index);

    /// <summary>So many elements on.</summary>
    P Plus(long elements);

    /// <summary>Memory as elements of this storage.</summary>
    P In(Floats memory);
}

/// <summary>
/// Floats in device memory from an offset on. The view is the whole buffer's: an index may be negative, as in a row that is
/// read backwards.
/// </summary>
internal readonly struct Floats(ArrayView<float> view, long offset) : IElements<Floats>
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

    float IElements<Floats>.this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => View[Offset + index];
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => View[Offset + index] = value;
    }

    long IElements<Floats>.Start => Offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vec4 IElements<Floats>.Four(long index) => View.Cast<Vec4>()[index / 4];

    Floats IElements<Floats>.Plus(long elements) => this + elements;

    Floats IElements<Floats>.In(Floats memory) => memory;
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
