using System.Collections.Immutable;
using DLCompiler.CodeFixes;
using DLCompiler.Generators.Analyzers;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DLCompiler.Generators.Tests;

public class CodeFixTests
{
    private const string Source = """
        [Model] public class A { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }
        /// <summary>Kept.</summary>
        [Block]
        internal sealed class B { [Forward] private Tensor Forward([Shape(3)] Tensor x) => x; }
        """;

    [Fact]
    public async Task MakesAClassPartial()
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace);
        var diagnostics = await Diagnose(document);
        CodeAction? action = null;
        var context = new CodeFixContext(document, diagnostics[0], (a, _) => action = a, default);
        await new MakePartialFix().RegisterCodeFixesAsync(context);
        string text = await Apply(action!, document);
        Assert.Contains("public partial class A {", text, StringComparison.Ordinal);
        Assert.Contains("internal sealed class B {", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakesAllClassesPartial()
    {
        using var workspace = new AdhocWorkspace();
        var document = Open(workspace);
        var diagnostics = await Diagnose(document);
        Assert.Equal(2, diagnostics.Length);
        var fix = new MakePartialFix();
        var context = new FixAllContext(
            document, fix, FixAllScope.Document, "Make the class partial", fix.FixableDiagnosticIds, new Found(
                diagnostics), default);
        string text = await Apply((await fix.GetFixAllProvider().GetFixAsync(context))!, document);
        Assert.Contains("public partial class A {", text, StringComparison.Ordinal);
        Assert.Contains(
            "/// <summary>Kept.</summary>\n[Block]\ninternal sealed partial class B {", text, StringComparison.Ordinal);
    }

    private static Document Open(AdhocWorkspace workspace)
    {
        var compilation = Sources.Compile(Source);
        var project = workspace.AddProject("Demo", LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithParseOptions(compilation.SyntaxTrees.First().Options)
            .WithCompilationOptions(compilation.Options);
        return project.AddDocument("Source.cs", compilation.SyntaxTrees.First().ToString());
    }

    private static async Task<ImmutableArray<Diagnostic>> Diagnose(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        var found = await compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. found.Where(d => d.Id == "DLC0001").OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private static async Task<string> Apply(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(default);
        var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await solution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    private sealed class Found(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
