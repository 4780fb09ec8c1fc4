using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Runs a code fix as an editor does.</summary>
internal static class Fixes
{
    /// <summary>
    /// Checks what a fix makes of the only diagnostic of a rule, and that the result compiles without an error or a warning of ours.
    /// </summary>
    /// <param name="fix">The fix.</param>
    /// <param name="rule">The diagnostic's ID.</param>
    /// <param name="title">The change, among those that are offered.</param>
    /// <param name="before">The source.</param>
    /// <param name="after">The source afterwards.</param>
    public static async Task Change(CodeFixProvider fix, string rule, string title, string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        var (document, diagnostics) = await Open(workspace, before, rule);
        var actions = new List<CodeAction>();
        Assert.Contains(rule, fix.FixableDiagnosticIds);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostics[0], (a, _) => actions.Add(a), default));
        var action = actions.Find(a => a.Title == title);
        Assert.True(action is not null, $"{title} is not among: {string.Join(", ", actions.Select(a => a.Title))}");
        await Check(action!, document, after);
    }

    /// <summary>The same for all diagnostics of a rule at once.</summary>
    public static async Task ChangeAll(CodeFixProvider fix, string rule, string title, string before, string after)
    {
        using var workspace = new AdhocWorkspace();
        var (document, diagnostics) = await Open(workspace, before, rule);
        Assert.True(diagnostics.Length > 1, "There are too few diagnostics to fix all.");
        var context = new FixAllContext(
            document, fix, FixAllScope.Document, title, fix.FixableDiagnosticIds, new Found(diagnostics), default);
        await Check((await fix.GetFixAllProvider()!.GetFixAsync(context))!, document, after);
    }

    private static async Task<(Document Document, ImmutableArray<Diagnostic> Diagnostics)> Open(
        AdhocWorkspace workspace, string source, string rule)
    {
        var compilation = Sources.Compile(source);
        var document = workspace.AddProject("Demo", LanguageNames.CSharp)
            .WithMetadataReferences(compilation.References)
            .WithParseOptions(compilation.SyntaxTrees.First().Options)
            .WithCompilationOptions(compilation.Options)
            .AddDocument("Source0.cs", compilation.SyntaxTrees.First().ToString());
        var found = Analysis.Run((await document.Project.GetCompilationAsync())!);
        Assert.Contains(rule, found.Select(d => d.Id));
        return (document, [.. found.Where(d => d.Id == rule).OrderBy(d => d.Location.SourceSpan.Start)]);
    }

    private static async Task Check(CodeAction action, Document document, string after)
    {
        var operations = await action.GetOperationsAsync(default);
        var solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        string text = (await solution.GetDocument(document.Id)!.GetTextAsync()).ToString();
        Assert.Equal(after, text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Assert.Equal("", string.Join("\n", Analysis.Run(after).Select(Analysis.Text)));
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
