namespace DLCompiler.Gpu;

using System;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

/// <summary>
/// Where the arguments and results of calls are on a device: some places that calls take in turn, so that a batch is uploaded, from
/// pinned memory and on a stream of its own, while the steps before compute.
/// </summary>
internal sealed class Batches(Device device) : IDisposable
{
    private const int Alignment = 16;
    private const int Slots = 4;

    private readonly AcceleratorStream _uploads = device.Accelerator.CreateStream();
    private readonly MemoryBuffer1D<float, Stride1D.Dense>[] _slots = new MemoryBuffer1D<float, Stride1D.Dense>[Slots];
    private PageLockedArray1D<float> _pinned;
    private int _slotCount = Slots, _used, _next = -1;
    private long _filled, _inSlot;

    /// <summary>Begins a call whose arguments and results take so many numbers at most, in so many arrays.</summary>
    public void Begin(long numbers, int arrays)
    {
        long floats = numbers + Alignment * (arrays + 1);
        if (_used >= _slotCount) Wait();
        _next = (_next + 1) % _slotCount;
        _used++;
        if (_slots[_next] is null || _slots[_next].Length < floats) EnlargeSlot(floats);
        if (_pinned is null || _pinned.Length < floats)
        {
            _pinned?.Dispose();
            _pinned = device.Accelerator.AllocatePageLocked1D<float>(floats, uninitialized: true);
        }

        _filled = _inSlot = 0;
    }

    /// <summary>An argument.</summary>
    public Floats Add(ReadOnlySpan<float> values)
    {
        values.CopyTo(_pinned.Span[(int)_filled..]);
        return Place(values.Length);
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{float})"/>
    public Ints Add(ReadOnlySpan<int> values)
    {
        values.CopyTo(MemoryMarshal.Cast<float, int>(_pinned.Span[(int)_filled..]));
        return Place(values.Length);
    }

    /// <summary>Uploads the arguments, on a stream of their own, so that it does not wait for the step before.</summary>
    public void Send()
    {
        if (_filled == 0) return;
        _slots[_next].View.BaseView.SubView(0, _filled).CopyFromCPUUnsafeAsync(_uploads, ref _pinned.Span[0], _filled);
        _uploads.Synchronize();
    }

    /// <summary>Memory for a result.</summary>
    public Floats Result(int length)
    {
        var place = Start(_slots[_next]) + _inSlot;
        _inSlot += (length + Alignment - 1) / Alignment * Alignment;
        return place;
    }

    /// <summary>Waits for all that was launched; then the places are free again.</summary>
    public void Wait()
    {
        device.Stream.Synchronize();
        Finished();
    }

    /// <summary>Notes that all that was launched has been waited for.</summary>
    public void Finished() => _used = 0;

    public void Dispose()
    {
        foreach (var slot in _slots) device.Release(slot);
        _pinned?.Dispose();
        _uploads.Dispose();
    }

    /// <summary>
    /// Makes the place for the batch, or, where memory is short, takes the first one again: then a batch waits for the one before.
    /// </summary>
    private void EnlargeSlot(long floats)
    {
        if (_slots[_next] is not null) Wait();
        device.Release(_slots[_next]);
        _slots[_next] = null;
        if (_next > 0 && floats * sizeof(float) > device.Free && _slots[0] is { } first && first.Length >= floats)
        {
            Wait();
            (_slotCount, _next, _used) = (_next, 0, 1);
            return;
        }

        _slots[_next] = device.Allocate(floats, "batch");
    }

    private Floats Place(int length)
    {
        var place = Start(_slots[_next]) + _filled;
        _filled += (length + Alignment - 1) / Alignment * Alignment;
        _inSlot = _filled;
        return place;
    }

    private static Floats Start(MemoryBuffer1D<float, Stride1D.Dense> buffer) => new(buffer.View.BaseView, 0);
}
