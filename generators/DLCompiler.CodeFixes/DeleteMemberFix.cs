using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>Deletes a layer that nothing calls (DLC4005) and a parameter that nothing reads (DLC4006).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeleteMemberFix))]
[Shared]
public sealed class DeleteMemberFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC4005", "DLC4006"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var member = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (member is not (MethodDeclarationSyntax or PropertyDeclarationSyntax)) yield break;
        string title = diagnostic.Id == "DLC4005" ? "Delete the layer" : "Delete the parameter";
        yield return new Change(title, title, () => root.RemoveNode(member, SyntaxRemoveOptions.KeepUnbalancedDirectives)!);
    }
}
