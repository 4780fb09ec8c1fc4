using System.Runtime.CompilerServices;
using DLCompiler.Runtime;

namespace DLCompiler.Benchmarks;

/// <summary>Pinned floats at the beginning of a cache line, with random values around 0.</summary>
internal sealed class Memory
{
    private const int Line = 64;

    private readonly float[] _array;

    /// <summary>Memory of so many floats.</summary>
    public unsafe Memory(nint count)
    {
        _array = GC.AllocateUninitializedArray<float>(checked((int)count) + Line / sizeof(float), pinned: true);
        var random = new Random(1);
        foreach (ref float value in _array.AsSpan()) value = random.NextSingle() - 0.5f;
        nint address = (nint)Unsafe.AsPointer(ref _array[0]);
        Floats = new Floats((address + Line - 1) & -Line);
    }

    /// <summary>Where it begins; valid as long as this object is.</summary>
    public Floats Floats { get; }

    /// <summary>The same, for native code.</summary>
    public unsafe float* Pointer => (float*)Floats.Address;

    /// <summary>A call that keeps memory alive.</summary>
    public static Action Use(Action call, params Memory[] memory) => () =>
    {
        call();
        GC.KeepAlive(memory);
    };
}
