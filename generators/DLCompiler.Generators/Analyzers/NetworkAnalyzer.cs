using System.Collections.Immutable;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DLCompiler.Generators.Analyzers;

/// <summary>
/// Reports what keeps models and blocks from being compiled. It runs the generator's own parser and tracer, so that
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
        });
    }

    private static void Analyze(SymbolAnalysisContext context, NetworkCache networks)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        bool isModel = type.Attribute("ModelAttribute") is not null;
        if (!isModel && type.Attribute("BlockAttribute") is null) return;
        try
        {
            var reporter = new FindingReporter(networks, context.ReportDiagnostic, context.CancellationToken);
            if (isModel) reporter.Model(type);
            else reporter.Block(type);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var finding = Finding.Internal(type.Name, e, default);
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Failure, type.Locations[0], finding.Message));
        }
    }
}
