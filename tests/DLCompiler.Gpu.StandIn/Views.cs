using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU;

/// <summary>A part of a buffer.</summary>
public readonly struct ArrayView<T>
    where T : unmanaged
{
    private readonly byte[]? _bytes;
    private readonly long _start;

    internal ArrayView(byte[] bytes, long start, long length) => (_bytes, _start, Length) = (bytes, start, length);

    public long Length { get; }

    public int IntLength => checked((int)Length);

    public bool IsValid => _bytes is not null && Length > 0;

    internal Span<byte> Bytes => _bytes.AsSpan((int)_start, checked((int)(Length * Unsafe.SizeOf<T>())));

    public ref T this[int index] => ref this[(long)index];

    public ref T this[long index]
    {
        get
        {
            if ((ulong)index >= (ulong)Length) throw new ArgumentOutOfRangeException(nameof(index), $"Element {index} of a view of {Length}.");
            return ref Unsafe.As<byte, T>(ref _bytes![_start + (index * Unsafe.SizeOf<T>())]);
        }
    }

    public ArrayView<T> SubView(long index, long length)
    {
        if (index < 0 || length < 0 || index + length > Length)
            throw new ArgumentOutOfRangeException(nameof(index), $"Elements {index} to {index + length} of a view of {Length}.");
        return new ArrayView<T>(_bytes!, _start + (index * Unsafe.SizeOf<T>()), length);
    }

    /// <summary>A load of a wider element than the view's must be aligned, as it must be on a GPU.</summary>
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        if (_start % Unsafe.SizeOf<TOther>() != 0)
            throw new InvalidOperationException($"A view at byte {_start} as {typeof(TOther).Name}.");
        return new ArrayView<TOther>(_bytes!, _start, Length * Unsafe.SizeOf<T>() / Unsafe.SizeOf<TOther>());
    }

    public void CopyTo(Runtime.AcceleratorStream stream, ArrayView<T> target)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Bytes.CopyTo(target.Bytes);
    }
}

/// <summary>A one-dimensional index.</summary>
public readonly record struct Index1D(int X) : IIndex
{
    public static implicit operator Index1D(int x) => new(x);

    public static implicit operator int(Index1D index) => index.X;
}

/// <summary>An index.</summary>
public interface IIndex;

/// <summary>Strides of one dimension.</summary>
public static class Stride1D
{
    /// <summary>Neighbours lie side by side.</summary>
    public readonly struct Dense;
}

/// <summary>How a kernel is launched.</summary>
public readonly record struct KernelConfig(Index1D GridDim, Index1D GroupDim, SharedMemoryConfig SharedMemory = default);

/// <summary>Shared memory whose size the launch says.</summary>
public readonly record struct SharedMemoryConfig(int NumElements, int ElementSize)
{
    public static SharedMemoryConfig RequestDynamic<T>(int numElements)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numElements, 1);
        return new(numElements, Unsafe.SizeOf<T>());
    }
}

/// <summary>Bits of numbers.</summary>
public static class Interop
{
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    public static Half IntAsFloat(ushort value) => new(value);

    public static ushort FloatAsInt(Half value) => value.RawValue;
}

/// <summary>Functions of numbers.</summary>
public static class IntrinsicMath
{
    public static int Min(int a, int b) => Math.Min(a, b);

    public static int Max(int a, int b) => Math.Max(a, b);

    public static float Abs(float value) => MathF.Abs(value);
}

/// <summary>Changes of memory that no other thread comes between.</summary>
public static class Atomic
{
    public static float Add(ref float target, float value)
    {
        float before = target, seen;
        while ((seen = Interlocked.CompareExchange(ref target, before + value, before)) != before) before = seen;
        return before;
    }
}
