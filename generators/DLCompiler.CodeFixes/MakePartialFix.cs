using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace DLCompiler.CodeFixes;

/// <summary>Makes a class partial (DLC0001).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix))]
[Shared]
public sealed class MakePartialFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC0001"];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var declaration = root?.FindNode(context.Span).FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (root is null || declaration is null) return;
        const string Title = "Make the class partial";
        context.RegisterCodeFix(
            CodeAction.Create(Title, _ => Task.FromResult(MakePartial(context.Document, root, declaration)), Title),
            context.Diagnostics);
    }

    private static Document MakePartial(Document document, SyntaxNode root, TypeDeclarationSyntax declaration)
    {
        var modifiers = DeclarationModifiers.Partial | Generator(document).GetModifiers(declaration);
        return document.WithSyntaxRoot(
            root.ReplaceNode(declaration, Generator(document).WithModifiers(declaration, modifiers)));
    }

    private static SyntaxGenerator Generator(Document document) => SyntaxGenerator.GetGenerator(document);
}
