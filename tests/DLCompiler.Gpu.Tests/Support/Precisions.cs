using System.Reflection;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Networks;
using DLCompiler.Models.Tests.Support;

namespace DLCompiler.Gpu.Tests.Support;

/// <summary>Models that store 16 bits, of each kind compiled once, and what such numbers are.</summary>
internal static class Precisions
{
    private static int AssembliesSoFar;

    private static readonly Dictionary<Precision, Lazy<ModelAssembly>> Assemblies = new()
    {
        [Precision.Half] = new(() => Compile(Precision.Half, Sources)),
        [Precision.BFloat16] = new(() => Compile(Precision.BFloat16, Sources)),
    };

    public static int RandomNetworks => 6;

    public static IReadOnlyList<ModelSource> Sources =>
    [
        .. Enumerable.Range(0, RandomNetworks).Select(s => RandomNetwork.Create(s).ToSource(GpuFixture.RandomName(s))),
        .. Samples.All.Select(s => s.Source),
        .. RoutineSamples.All.Select(r => r.Sample.Source),
        .. PublishedNetwork.Sources(),
    ];

    /// <summary>
    /// From a number that is stored to its neighbour, relative to it: 2⁻¹⁰, 2⁻⁷. Rounding moves a number by up to half of it.
    /// </summary>
    public static double Step(Precision precision) => precision == Precision.Half ? 1.0 / 1024 : 1.0 / 128;

    public static ModelAssembly Of(Precision precision) => Assemblies[precision].Value;

    /// <summary>Each in an assembly of its own name: ILGPU's launchers find kernels by the name of their assembly.</summary>
    public static ModelAssembly Compile(Precision precision, IEnumerable<ModelSource> sources) => ModelAssembly.Compile(
        [.. sources.Select(s => s with { Text = With(precision, s.Text) })],
        GpuFixture.Options with { AssemblyName = $"Models{precision}{Interlocked.Increment(ref AssembliesSoFar)}" });

    public static string With(Precision precision, string source) =>
        source.Replace("[Model]", $"[Model(Gpu = true, Precision = Precision.{precision})]", StringComparison.Ordinal);

    /// <summary>The bits of the nearest number of 16 bits.</summary>
    public static ushort Nearest(Precision precision, float value)
    {
        if (precision == Precision.Half) return BitConverter.HalfToUInt16Bits((Half)value);
        uint bits = BitConverter.SingleToUInt32Bits(value), low = bits & 0xFFFF, high = bits >> 16;
        return (ushort)(low > 0x8000 || (low == 0x8000 && (high & 1) == 1) ? high + 1 : high);
    }

    /// <summary>A method of the device's library, of the assembly that a model is in.</summary>
    public static T Library<T>(object model, string type, string method)
        where T : Delegate =>
        model.GetType().Assembly.GetType($"DLCompiler.Gpu.{type}", throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public)!.CreateDelegate<T>();
}
