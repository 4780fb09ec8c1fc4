using System.Collections.Immutable;
using System.Text;
using DLCompiler.Compiler.Emit;
using DLCompiler.Compiler.Emit.Gpu;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Specs.Publishing;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators;

/// <summary>
/// Generates the other part of every class marked <c>[Model]</c> or <c>[Block]</c> and of methods marked <c>[Kernel]</c>, and
/// publishes blocks, kernels and methods marked <c>[Function]</c> for other assemblies.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The names of the steps, for tests of what is cached when.</summary>
    public const string Models = "Models", Blocks = "Blocks", Linked = "Linked", Emitted = "Emitted",
        Functions = "Functions", Kernels = "Kernels";

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Model, IsClass, static (c, token) => SpecReader.Model(c, token))
            .Where(static m => m is not null).Select(static (m, _) => m!).WithTrackingName(Models);
        var blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Block, IsClass, static (c, token) => SpecReader.Block(c, token))
            .Where(static b => b is not null).Select(static (b, _) => b!).WithTrackingName(Blocks);
        var kernels = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.KernelFullName, IsMethod, static (c, token) => SpecReader.Kernel(c, token))
            .WithTrackingName(Kernels);
        var hasGpu = context.CompilationProvider.Select(static (c, _) => c.GetTypeByMetadataName(KnownNames.Accelerator) is not null);
        var files = models.Combine(blocks.Collect())
            .Select(static (pair, _) => LinkedModel.Link(pair.Left, pair.Right)).WithTrackingName(Linked)
            .Combine(hasGpu)
            .Select(static (pair, token) => Emit(pair.Left.Model, () => ModelEmitter.Emit(pair.Left, pair.Right, token)))
            .WithTrackingName(Emitted);
        var functions = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.FunctionFullName, IsMethod, static (c, token) => FunctionParser.Function(c, token))
            .Where(static f => f is not null).Select(static (f, _) => f!).WithTrackingName(Functions);
        var kernelFunctions = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                KnownNames.KernelFullName, IsMethod, static (c, token) => FunctionParser.Kernel(c, token))
            .Where(static f => f is not null).Select(static (f, _) => f!);
        var analyzersOff = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            options.GlobalOptions.TryGetValue("build_property.RunAnalyzers", out string? run) && run == "false");

        context.RegisterSourceOutput(
            files.Combine(analyzersOff), static (output, pair) => Add(output, pair.Left, pair.Right));
        context.RegisterSourceOutput(
            files.Select(static (file, _) => file.GpuText is not null).Collect().Select(static (any, _) => any.Contains(true)),
            static (output, any) => AddDevice(output, any));
        context.RegisterSourceOutput(
            blocks.Combine(blocks.Collect()).Select(static (pair, _) => LinkedBlock.Link(pair.Left, pair.Right))
                .Select(static (linked, token) => Emit(linked.Block, () => ModelEmitter.Emit(linked, token)))
                .Combine(analyzersOff),
            static (output, pair) => Add(output, pair.Left, pair.Right));
        foreach (var published in new[] { functions, kernelFunctions })
        {
            context.RegisterSourceOutput(
                published.Select(static (function, _) => Publication.File(function)).Combine(analyzersOff),
                static (output, pair) => Add(output, pair.Left, pair.Right));
        }

        context.RegisterSourceOutput(
            kernels.Select(static (kernel, _) => ModelEmitter.Emit(kernel)).Combine(analyzersOff),
            static (output, pair) => Add(output, pair.Left, pair.Right));
    }

    /// <summary>Adds what models on a GPU have in common, once an assembly.</summary>
    private static void AddDevice(SourceProductionContext output, bool isUsed)
    {
        if (!isUsed) return;
        foreach (var (name, text) in DeviceLibrary.Files)
            output.AddSource(name + Generated.FileSuffix, SourceText.From(text, Encoding.UTF8));
    }

    private static bool IsClass(SyntaxNode node, CancellationToken cancellation) => node is TypeDeclarationSyntax;

    /// <summary>Whether the node can be a helper or a kernel: a local function is of no use to others.</summary>
    private static bool IsMethod(SyntaxNode node, CancellationToken cancellation) => node is MethodDeclarationSyntax;

    /// <summary>The file; where the compiler itself fails, one that says so.</summary>
    private static GeneratedFile Emit(NetworkSpec network, Func<GeneratedFile> emit)
    {
        try
        {
            return emit();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return ModelEmitter.Refuse(network, Finding.Internal(network.Type.MetadataName, e, network.Place)) with { FailedInEmission = true };
        }
    }

    /// <summary>
    /// Adds the file. Analyzers report why a class is refused; without them, and where emission fails, this does.
    /// </summary>
    private static void Add(SourceProductionContext output, GeneratedFile file, bool analyzersOff)
    {
        if (file.Text is not null)
            output.AddSource(file.Name + Generated.FileSuffix, SourceText.From(file.Text, Encoding.UTF8));
        if (file.GpuText is not null)
            output.AddSource($"{file.Name}.Gpu{Generated.FileSuffix}", SourceText.From(file.GpuText, Encoding.UTF8));
        if (file.Refusal is not { Rule.Length: > 0 } refusal) return;
        if (analyzersOff || file.FailedInEmission)
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(refusal.Rule), Location.None, refusal.Message));
    }
}
