using System.Reflection;
using System.Runtime.InteropServices;

namespace DLCompiler.Benchmarks;

/// <summary>oneDNN's matrix product, of the system's library, where there is one.</summary>
internal static unsafe partial class OneDnn
{
    private const string Library = "dnnl";
    private const string OpenMp = "gomp";

    static OneDnn() => NativeLibrary.SetDllImportResolver(typeof(OneDnn).Assembly, Resolve);

    /// <summary>The library's version; null where there is none.</summary>
    public static string? About
    {
        get
        {
            try
            {
                var version = (int*)Version();
                return $"oneDNN {version[0]}.{version[1]}.{version[2]}";
            }
            catch (DllNotFoundException)
            {
                return null;
            }
        }
    }

    /// <summary>How many threads the library uses.</summary>
    public static void SetThreads(int threads) => SetOpenMpThreads(threads);

    /// <summary>C = A · B of dense row-major matrices.</summary>
    public static void Multiply(nint m, nint n, nint k, float* a, float* b, float* c)
    {
        int status = Sgemm((byte)'N', (byte)'N', m, n, k, 1, a, k, b, n, 0, c, n);
        if (status != 0) throw new InvalidOperationException($"dnnl_sgemm failed: {status}");
    }

    [LibraryImport(Library, EntryPoint = "dnnl_sgemm")]
    private static partial int Sgemm(
        byte transposeA, byte transposeB, nint m, nint n, nint k, float alpha, float* a, nint rowOfA,
        float* b, nint rowOfB, float beta, float* c, nint rowOfC);

    [LibraryImport(Library, EntryPoint = "dnnl_version")]
    private static partial nint Version();

    [LibraryImport(OpenMp, EntryPoint = "omp_set_num_threads")]
    private static partial void SetOpenMpThreads(int threads);

    // Distributions give the file its full name in the development package only.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        string[] files = name == Library ? ["libdnnl.so.3", "libdnnl.so.2", "libdnnl.dylib", "dnnl.dll"]
            : name == OpenMp ? ["libgomp.so.1", "libgomp.dylib", "libgomp-1.dll"] : [];
        foreach (string file in files)
        {
            if (NativeLibrary.TryLoad(file, assembly, path, out nint handle)) return handle;
        }

        return 0;
    }
}
