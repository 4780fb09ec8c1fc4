using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>Says <c>Bias = false</c> where a normalisation follows (DLC4009).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveBiasFix))]
[Shared]
public sealed class RemoveBiasFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC4009"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var method = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();
        var attribute = method?.AttributeLists.SelectMany(l => l.Attributes).FirstOrDefault(IsBiased);
        if (attribute?.ArgumentList is not { } list) yield break;
        const string Title = "Leave out the bias";
        yield return new Change(Title, Title, () => root.ReplaceNode(list, WithoutBias(list)));
    }

    private static bool IsBiased(AttributeSyntax attribute) =>
        attribute.Name.ToString().Split('.').Last() is var name
        && (name.StartsWith("Linear", StringComparison.Ordinal) || name.StartsWith("Conv", StringComparison.Ordinal));

    private static AttributeArgumentListSyntax WithoutBias(AttributeArgumentListSyntax list)
    {
        var bias = SyntaxFactory.ParseExpression("false");
        var stated = list.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.Text == "Bias");
        if (stated is not null) return list.ReplaceNode(stated.Expression, bias);
        var name = SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName("Bias").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxHelpers.Token(SyntaxKind.EqualsToken, space: true));
        return list.AddArguments(
            SyntaxFactory.AttributeArgument(name, null, bias).WithLeadingTrivia(SyntaxFactory.Space));
    }
}
