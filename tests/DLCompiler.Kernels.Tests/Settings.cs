using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Sets the width and the number of threads for one test, and puts back what was.</summary>
internal sealed class Settings : IDisposable
{
    private readonly int _bits = SimdWidth.Bits;
    private readonly int _threads = Workers.Count;

    public Settings(int bits = 0, int threads = 0)
    {
        if (bits != 0) SimdWidth.Bits = bits;
        if (threads != 0) Workers.Count = threads;
    }

    public void Dispose()
    {
        SimdWidth.Bits = _bits;
        Workers.Count = _threads;
    }
}
