namespace DLCompiler.Gpu;

using System;
using DLCompiler.Runtime;
using ILGPU;

/// <summary>A model's parameters on the device, laid out as the host's.</summary>
internal readonly struct ParameterStore(Floats start, DLCompiler.Runtime.ParameterStore host)
{
    public Floats this[int parameter] => start + host.OffsetOf(parameter);
}

/// <summary>Copies of the model's parameters in 16 bits, in the same order.</summary>
internal readonly struct NarrowStore(Floats start, DLCompiler.Runtime.ParameterStore host)
{
    /// <summary>The memory of a copy, which takes half the floats of its parameter.</summary>
    public Floats this[int parameter] => start + host.OffsetOf(parameter) / 2;
}

/// <summary>Where a program writes the gradients of parameters.</summary>
internal readonly struct GradientStore(Floats start, DLCompiler.Runtime.ParameterStore host)
{
    public Floats this[int parameter] => start + host.OffsetOf(parameter);
}

/// <summary>The buffers of one run of a program, in the device's arena.</summary>
internal readonly ref struct Lease(Floats start, ReadOnlySpan<long> offsets)
{
    private readonly Floats _start = start;
    private readonly ReadOnlySpan<long> _offsets = offsets;

    public Floats this[int buffer] => _start + _offsets[buffer];
}
