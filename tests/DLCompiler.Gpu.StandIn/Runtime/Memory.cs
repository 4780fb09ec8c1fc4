using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>Memory of a device. It starts as NaN.</summary>
public sealed class MemoryBuffer1D<T, TStride> : IDisposable
    where T : unmanaged
{
    private readonly byte[] _bytes;

    internal MemoryBuffer1D(long length)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(checked((int)(length * Unsafe.SizeOf<T>())), pinned: true);
        Array.Fill(_bytes, byte.MaxValue);
        Length = length;
    }

    public long Length { get; }

    public bool IsDisposed { get; private set; }

    public ArrayView1D<T, TStride> View => IsDisposed
        ? throw new ObjectDisposedException(nameof(MemoryBuffer1D<T, TStride>))
        : new(new ArrayView<T>(_bytes, 0, Length));

    public void MemSetToZero(AcceleratorStream stream) => Array.Clear(_bytes);

    public void Dispose()
    {
        IsDisposed = true;
        Array.Fill(_bytes, byte.MaxValue);
    }
}

/// <summary>A view with strides.</summary>
public readonly struct ArrayView1D<T, TStride>
    where T : unmanaged
{
    internal ArrayView1D(ArrayView<T> view) => BaseView = view;

    public ArrayView<T> BaseView { get; }
}

/// <summary>Memory of the host that a device copies from while the host goes on.</summary>
public sealed class PageLockedArray1D<T> : IDisposable
    where T : unmanaged
{
    private readonly T[] _array;

    internal PageLockedArray1D(long length) => _array = new T[length];

    public Span<T> Span => _array;

    public long Length => _array.LongLength;

    public void Dispose()
    {
    }
}

/// <summary>Copies.</summary>
public static class ArrayViewExtensions
{
    public static PageLockedArray1D<T> AllocatePageLocked1D<T>(this Accelerator accelerator, long extent, bool uninitialized)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        accelerator.Counters.Allocations++;
        return new(extent);
    }

    public static void CopyFromCPU<T>(this ArrayView<T> target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        target.CopyFromCPUUnsafeAsync(stream, ref cpuData, length);
        stream.Synchronize();
    }

    public static void CopyFromCPUUnsafeAsync<T>(this ArrayView<T> target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref cpuData, (int)length)).CopyTo(target.Bytes);

    public static void CopyToCPU<T>(this ArrayView<T> source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        source.SubView(0, length).Bytes.CopyTo(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref cpuData, (int)length)));
        stream.Synchronize();
    }
}
