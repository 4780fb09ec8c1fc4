using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>
/// Marks a class with layers [Model] or [Block] (DLC0020), a method [Forward] in a class that has none (DLC0003), and one that is
/// called like a loss [Loss] (DLC4025).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkFix))]
[Shared]
public sealed class MarkFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC0003", "DLC0020", "DLC4025"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var member = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>();
        return (diagnostic.Id, member) switch
        {
            ("DLC4025", MethodDeclarationSyntax loss) => [Mark(root, loss, loss.Identifier, "Loss")],
            ("DLC0020", TypeDeclarationSyntax type) =>
                [Mark(root, type, type.Identifier, "Model"), Mark(root, type, type.Identifier, "Block")],
            ("DLC0003", TypeDeclarationSyntax type) => Forwards(type).Select(m => Mark(root, m, m.Identifier, "Forward")),
            _ => [],
        };
    }

    /// <summary>The methods that Forward may be: those that are called so, if there are any.</summary>
    private static IEnumerable<MethodDeclarationSyntax> Forwards(TypeDeclarationSyntax type)
    {
        var candidates = type.Members.OfType<MethodDeclarationSyntax>().Where(CanBeForward).ToList();
        var named = candidates.Where(m => m.Identifier.Text == "Forward").ToList();
        return named.Count > 0 ? named : candidates;
    }

    /// <summary>A method with a body that takes a tensor, returns one, and has no mark.</summary>
    private static bool CanBeForward(MethodDeclarationSyntax method) =>
        (method.Body is not null || method.ExpressionBody is not null)
        && method.AttributeLists.Count == 0 && method.ReturnType.ToString().Contains("Tensor")
        && method.ParameterList.Parameters.Any(p => p.Type is { } type && type.ToString().Contains("Tensor"));

    private static Change Mark(SyntaxNode root, MemberDeclarationSyntax member, SyntaxToken name, string mark) =>
        new($"Mark {name.Text} [{mark}]", $"Mark {mark}", () => root.ReplaceNode(member, Marked(root, member, mark)));

    private static SyntaxNode Marked(SyntaxNode root, MemberDeclarationSyntax member, string mark)
    {
        var list = SyntaxFactory.ParseMemberDeclaration($"[{mark}] void M();")!.AttributeLists[0]
            .WithLeadingTrivia(member.GetLeadingTrivia()).WithTrailingTrivia(Behind(root, member));
        return member.WithoutLeadingTrivia().WithAttributeLists(member.WithoutLeadingTrivia().AttributeLists.Insert(0, list));
    }

    /// <summary>A class has its mark on a line of its own, a method on the same.</summary>
    private static SyntaxTriviaList Behind(SyntaxNode root, MemberDeclarationSyntax member)
    {
        if (member is not TypeDeclarationSyntax) return [SyntaxFactory.Space];
        var line = root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia))
            .DefaultIfEmpty(SyntaxFactory.LineFeed).First();
        var indentation = member.GetLeadingTrivia().Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia));
        return [line, .. indentation];
    }
}
