using DLCompiler.Runtime;

namespace DLCompiler.Kernels.Tests;

/// <summary>Sets what a machine has for one test, and puts back what was.</summary>
internal sealed class MachineSettings : IDisposable
{
    private readonly CacheSizes _caches = CacheSizes.Current;
    private readonly Settings _settings;

    public MachineSettings(int bits, int threads, CacheSizes caches)
    {
        _settings = new Settings(bits, threads);
        CacheSizes.Current = caches;
    }

    /// <summary>Threads and caches that must not show in a result.</summary>
    public static IEnumerable<(int Threads, CacheSizes Caches)> All =>
    [
        (1, CacheSizes.Current), (2, CacheSizes.Current), (7, CacheSizes.Current),
        (1, new CacheSizes(8192, 4, 65_536)), (3, new CacheSizes(16_384, 16, 1 << 20)),
    ];

    public void Dispose()
    {
        CacheSizes.Current = _caches;
        _settings.Dispose();
    }
}
