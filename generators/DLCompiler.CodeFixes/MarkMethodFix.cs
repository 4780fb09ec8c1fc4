using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>
/// Marks a method [Forward] in a class that has none (DLC0003), and one that is called like a loss [Loss] (DLC4025).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkMethodFix))]
[Shared]
public sealed class MarkMethodFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC0003", "DLC4025"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var node = root.FindNode(diagnostic.Location.SourceSpan);
        if (diagnostic.Id == "DLC4025")
        {
            if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } loss) yield return Mark(root, loss, "Loss");
            yield break;
        }

        var methods = node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<MethodDeclarationSyntax>() ?? [];
        var candidates = methods.Where(CanBeForward).ToList();
        var named = candidates.Where(m => m.Identifier.Text == "Forward").ToList();
        foreach (var method in named.Count > 0 ? named : candidates) yield return Mark(root, method, "Forward");
    }

    /// <summary>A method with a body that takes a tensor, returns one, and has no mark.</summary>
    private static bool CanBeForward(MethodDeclarationSyntax method) =>
        (method.Body is not null || method.ExpressionBody is not null)
        && method.AttributeLists.Count == 0 && method.ReturnType.ToString().Contains("Tensor")
        && method.ParameterList.Parameters.Any(p => p.Type is { } type && type.ToString().Contains("Tensor"));

    private static Change Mark(SyntaxNode root, MethodDeclarationSyntax method, string mark)
    {
        string title = $"Mark {method.Identifier.Text} [{mark}]";
        return new Change(title, $"Mark {mark}", () => root.ReplaceNode(method, Marked(method, mark)));
    }

    private static MethodDeclarationSyntax Marked(MethodDeclarationSyntax method, string mark)
    {
        var list = SyntaxFactory.ParseMemberDeclaration($"[{mark}] void M();")!.AttributeLists[0]
            .WithLeadingTrivia(method.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        return method.WithoutLeadingTrivia().WithAttributeLists(SyntaxFactory.SingletonList(list));
    }
}
