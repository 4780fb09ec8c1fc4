#if !STANDIN
using System.Reflection;
using DLCompiler.Gpu.Tests.Support;
using DLCompiler.Models.Tests.Models;
using DLCompiler.Models.Tests.Ops;
using DLCompiler.Testing;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace DLCompiler.Gpu.Tests;

/// <summary>
/// Every kernel of every op's case and sample as PTX for SM 90, which needs no GPU. Local memory would mean that a thread's
/// numbers are not in registers.
/// </summary>
public class PtxTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Kernels_become_PTX_without_local_memory() => Check(
        "Floats", 500,
        [
            .. OpModels.Sources.Concat(Samples.All.Select(s => s.Source))
                .Select(s => s.Text.Replace("[Model]", "[Model(Gpu = true)]", StringComparison.Ordinal)),
        ]);

    /// <summary>A network with products, windows, normalisation and pooling whose numbers are of 16 bits.</summary>
    [Theory]
    [InlineData(Precision.Half, "Halves")]
    [InlineData(Precision.BFloat16, "BFloats")]
    public void Kernels_of_16_bits_become_PTX(Precision precision, string stored) => Check(
        stored, 100, [Precisions.With(precision, Samples.All.Single(s => s.Source.Name == "Images").Source.Text)]);

    private void Check(string stored, int least, string[] sources)
    {
        using var image = new MemoryStream();
        Assert.True(ModelCompiler.Compile(GpuFixture.Options, sources).Compilation.Emit(image).Success);
        var assembly = Assembly.Load(image.ToArray());
        using var context = Context.Create(builder => builder.CPU().Optimize(ILGPU.OptimizationLevel.O2));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null!);
        var problems = new List<string>();
        var approximate = new SortedSet<string>(StringComparer.Ordinal);
        int kernels = 0;
        foreach (var (name, description) in Entries(assembly, stored))
        {
            try
            {
                string text = ((PTXCompiledKernel)backend.Compile(description, new KernelSpecialization())).PTXAssembly;
                kernels++;
                if (text.Contains(".local", StringComparison.Ordinal)) problems.Add($"{name}: local memory");
                foreach (string line in text.Split('\n').Where(l => l.Contains(".approx", StringComparison.Ordinal)))
                    approximate.Add(line.Trim().Split('\t', ' ')[0]);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                problems.Add($"{name}: {(e.InnerException ?? e).Message}");
            }
        }

        output.WriteLine($"{kernels} kernels; approximate instructions: {string.Join(", ", approximate)}");
        Assert.Empty(problems);
        Assert.True(kernels > least, $"{kernels} kernels.");
    }

    private static IEnumerable<(string Name, EntryPointDescription Description)> Entries(Assembly assembly, string stored)
    {
        Type Device(string name) => assembly.GetType($"DLCompiler.Gpu.{name}", throwOnError: true)!;
        Type Of(string name) => Device($"{name}`1").MakeGenericType(Device(stored));
        MethodInfo Method(string type, string name) =>
            Device(type).GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        Type map = Device("IMap"), rows = Device("IRows"), epilogue = Device("IEpilogue"), source = Of("MatrixSource"), aligned = Of("AlignedSource");
        foreach (var type in assembly.GetTypes().Where(t => t is { IsValueType: true, IsGenericTypeDefinition: false }))
        {
            if (map.IsAssignableFrom(type))
                yield return ($"{type} Map", EntryPointDescription.FromImplicitlyGroupedKernel(Method("Entry", "Map").MakeGenericMethod(type)));
            if (rows.IsAssignableFrom(type))
            {
                yield return ($"{type} Solo", EntryPointDescription.FromImplicitlyGroupedKernel(Method("Entry", "Solo").MakeGenericMethod(type)));
                foreach (string team in (string[])["Warps", "Groups", "Columns"])
                    yield return ($"{type} {team}", EntryPointDescription.FromExplicitlyGroupedKernel(Method("Entry", team).MakeGenericMethod(type)));
            }

            if (!epilogue.IsAssignableFrom(type)) continue;
            yield return ($"{type} Run4", EntryPointDescription.FromExplicitlyGroupedKernel(Method("ProductTiles", "Run4").MakeGenericMethod(source, source, type)));
            yield return ($"{type} Run8", EntryPointDescription.FromExplicitlyGroupedKernel(Method("ProductTiles", "Run8").MakeGenericMethod(aligned, aligned, type)));
        }

        Type[] Stored(Type[] parameters) => Array.ConvertAll(parameters, _ => Device(stored));
        Type Generic(string name) => Device(name).MakeGenericType(Stored(Device(name).GetGenericArguments()));
        EntryPointDescription Grouped(string type, string name) => EntryPointDescription.FromExplicitlyGroupedKernel(
            Method(type, name).MakeGenericMethod(Stored(Method(type, name).GetGenericArguments())));
        foreach (string attention in (string[])["Forward", "OfQueries", "OfKeys"]) yield return (attention, Grouped("Attention", attention));
        foreach (string routine in (string[])[
            "MaxPooling+Maxima`2", "MaxPooling+Inputs`2", "AdaptivePooling+Means`2", "AdaptivePooling+Spread`2", "Device+Filling`1",
            "Scatter+SumOfSegments`1", "Scatter+AddAtomically`1"])
        {
            yield return (routine, EntryPointDescription.FromImplicitlyGroupedKernel(Method("Entry", "Map").MakeGenericMethod(Generic(routine))));
        }

        foreach (string routine in (string[])["TopK+Search`2", "AttentionOfBias`3"])
            yield return (routine, EntryPointDescription.FromImplicitlyGroupedKernel(Method("Entry", "Solo").MakeGenericMethod(Generic(routine))));
        yield return ("CTC", Grouped("CtcLoss", "Walk"));
        yield return ("sort", EntryPointDescription.FromExplicitlyGroupedKernel(Method("Scatter", "SortRun")));
        var store = Of("StoreEpilogue");
        var image = Device("ImageEpilogue`1").MakeGenericType(store);
        foreach (var (a, b, e) in ((string, string, Type)[])[("MatrixSource", "WindowSource", image), ("WeightSource", "ResultSource", image), ("ChannelSource", "WindowSource", store)])
            yield return ($"{a} {b}", EntryPointDescription.FromExplicitlyGroupedKernel(Method("ProductTiles", "Run8").MakeGenericMethod(Of(a), Of(b), e)));
    }
}
#endif
