using System.Globalization;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Networks;
using DLCompiler.Models.Tests.Ops;
using DLCompiler.Models.Tests.Support;
using DLCompiler.Testing;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Gpu.Tests.Support;

/// <summary>An accelerator, and the models that the tests share, compiled once.</summary>
public sealed class GpuFixture : IDisposable
{
    private readonly Context _context = Context.Create(builder => builder.CPU().Optimize(ILGPU.OptimizationLevel.O2));

    public GpuFixture()
    {
        Accelerator = CPUDevice.Default.CreateAccelerator(_context);
        Console.WriteLine($"The GPU tests run on {typeof(Accelerator).Assembly.GetName().Name} {typeof(Accelerator).Assembly.GetName().Version}.");
    }

    public Accelerator Accelerator { get; }

    internal ModelAssembly All { get; } = Compile(
    [
        .. OpModels.Sources,
        .. Enumerable.Range(0, RandomNetworks).Select(seed => RandomNetwork.Create(seed).ToSource(RandomName(seed))),
        .. Samples.All.Select(s => s.Source),
        .. PublishedNetwork.Sources(),
    ]);

    public static int RandomNetworks => 24;

    public static string RandomName(int seed) => "Random" + seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>Compiles models for the CPU and a GPU.</summary>
    internal static ModelAssembly Compile(IEnumerable<ModelSource> sources) => ModelAssembly.Compile(
        [.. sources.Select(s => s with { Text = s.Text.Replace("[Model]", "[Model(Gpu = true)]", StringComparison.Ordinal) })],
        Options);

    internal static CompileOptions Options { get; } = new()
    {
        References = [MetadataReference.CreateFromFile(typeof(Accelerator).Assembly.Location)],
    };

    public void Dispose()
    {
        Accelerator.Dispose();
        _context.Dispose();
    }
}

/// <summary>Tests that share the accelerator, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class GpuCollection : ICollectionFixture<GpuFixture>
{
    public const string Name = "gpu";
}
