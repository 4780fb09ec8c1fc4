namespace DLCompiler.Gpu;

using System;
using DLCompiler.Runtime;
using ILGPU;

/// <summary>A model's parameters on the device, laid out as the host's.</summary>
internal readonly struct ParameterStore(Floats start, DLCompiler.Runtime.ParameterStore host)
{
    public Floats this[int parameter] => start + host.OffsetOf(parameter);
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
