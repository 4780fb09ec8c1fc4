namespace DLCompiler.Gpu;

using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

/// <summary>What goes between host and device besides batches.</summary>
internal sealed partial class Session
{
    /// <summary>A number on the device; it waits for it.</summary>
    public float Read(Floats place)
    {
        Span<float> value = stackalloc float[1];
        Fetch(place, value);
        return value[0];
    }

    /// <summary>The gradient of a parameter, as the last step left it.</summary>
    public float[] Gradient(string parameter)
    {
        int index = _store.IndexOf(parameter);
        if (!_store.Parameters[index].Trained) throw new KeyNotFoundException($"'{parameter}' is a buffer: it has no gradient.");
        float[] values = new float[_store.Parameters[index].Count];
        Fetch(Gradients[index], values);
        Unscale(values);
        return values;
    }

    /// <summary>Brings the host's parameters to the device.</summary>
    public void Upload()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        for (int i = 0; i < _store.Parameters.Count; i++)
        {
            var values = _store.Span(i);
            if (values.Length == 0) continue;
            _parameters.View.BaseView.SubView(_store.OffsetOf(i), values.Length)
                .CopyFromCPU(Device.Stream, ref MemoryMarshal.GetReference(values), values.Length);
        }

        Narrowed();
    }

    /// <summary>Brings the parameters back to the host: all of them, or, if the device fails, none.</summary>
    public void Download()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        float[][] values = new float[_store.Parameters.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new float[_store.Parameters[i].Count];
            Fetch(Parameters[i], values[i]);
        }

        for (int i = 0; i < values.Length; i++) _store.Set(i, values[i]);
    }
}
