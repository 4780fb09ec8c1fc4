using System.Collections.Immutable;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DLCompiler.Generators.Analyzers;

/// <summary>
/// Reports what keeps models and blocks from being compiled, and functions from being published. It runs the generator's own parser and tracer, so that
/// both always agree.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var networks = new NetworkCache(start.Compilation);
            start.RegisterSymbolAction(c => Analyze(c, networks), SymbolKind.NamedType);
            start.RegisterSymbolAction(AnalyzeFunction, SymbolKind.Method);
        });
        context.RegisterOperationAction(GpuRules.Check, OperationKind.ObjectCreation);
        context.RegisterCompilationAction(VersionCheck.Run);
    }

    private static void Check(IMethodSymbol kernel, SymbolAnalysisContext context)
    {
        try
        {
            KernelParser.Read(kernel, context.CancellationToken);
        }
        catch (ParseStop stop)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(stop.Rule), stop.Location, stop.Message));
        }
    }

    private static void Analyze(SymbolAnalysisContext context, NetworkCache networks)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        foreach (var kernel in type.GetMembers().OfType<IMethodSymbol>().Where(m => m.Attribute(KnownNames.Kernel) is not null))
            Check(kernel, context);
        bool isModel = type.Attribute("ModelAttribute") is not null;
        if (!isModel && type.Attribute("BlockAttribute") is null)
        {
            if (UnmarkedClass.Find(type) is { } unmarked) context.ReportDiagnostic(unmarked);
            return;
        }

        try
        {
            var reporter = new FindingReporter(networks, context.ReportDiagnostic, context.CancellationToken);
            if (isModel) reporter.Model(type);
            else reporter.Block(type);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ReportFailure(context, e);
        }
    }

    private static void AnalyzeFunction(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.Attribute(KnownNames.Function) is null) return;
        try
        {
            FunctionParser.Parse(method, context.Compilation, context.CancellationToken);
        }
        catch (ParseStop stop)
        {
            if (stop.Rule.Length > 0)
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(stop.Rule), stop.Location, stop.Message));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ReportFailure(context, e);
        }
    }

    private static void ReportFailure(SymbolAnalysisContext context, Exception exception)
    {
        var finding = Finding.Internal(context.Symbol.Name, exception, default);
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.Failure, context.Symbol.Locations[0], finding.Message));
    }
}
