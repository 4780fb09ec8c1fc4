using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>
/// Declares a marked method as a layer must be (DLC0005), and gives a layer the accessibility that C# wants of it (CS8796):
/// <c>private partial Tensor Hidden(Tensor x);</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeLayerFix))]
[Shared]
public sealed class MakeLayerFix : NetworkFix
{
    private const string Title = "Declare it as a private partial method";

    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC0005", "CS8796"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var method = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();
        bool isLayer = method is { AttributeLists.Count: > 0 } && Declared(method).ToString() != method.ToString();
        if (isLayer) yield return new Change(Title, Title, () => root.ReplaceNode(method!, Declared(method!)));
    }

    private static MethodDeclarationSyntax Declared(MethodDeclarationSyntax method)
    {
        var kept = method.Modifiers.Where(m => !m.IsKind(SyntaxKind.PartialKeyword) && !m.IsKind(SyntaxKind.StaticKeyword)).ToList();
        if (!kept.Any(IsAccessibility)) kept.Insert(0, Token(SyntaxKind.PrivateKeyword));
        var trailing = method.GetTrailingTrivia();
        return method.WithReturnType(method.ReturnType.WithoutLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(kept.Append(Token(SyntaxKind.PartialKeyword))))
            .WithParameterList(method.ParameterList.WithoutTrailingTrivia()).WithBody(null).WithExpressionBody(null)
            .WithSemicolonToken(SyntaxHelpers.Token(SyntaxKind.SemicolonToken)).WithTrailingTrivia(trailing);
    }

    private static SyntaxToken Token(SyntaxKind kind) => SyntaxHelpers.Token(kind, space: true);

    private static bool IsAccessibility(SyntaxToken token) => token.Kind()
        is SyntaxKind.PublicKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword;
}
