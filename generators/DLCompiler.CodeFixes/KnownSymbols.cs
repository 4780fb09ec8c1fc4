using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>The symbols that a network's declarations name.</summary>
internal static class KnownSymbols
{
    private static readonly Regex Name = new("[A-Za-z_][A-Za-z_0-9]*", RegexOptions.CultureInvariant);

    /// <summary>What the shapes of parameters name, and a block's sizes.</summary>
    public static IEnumerable<string> Of(TypeDeclarationSyntax type) =>
        OfShapes(type).Concat(OfSizes(type)).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> OfShapes(TypeDeclarationSyntax type) =>
        from parameter in type.DescendantNodes().OfType<ParameterSyntax>()
        from attribute in parameter.AttributeLists.SelectMany(l => l.Attributes)
        from literal in attribute.DescendantNodes().OfType<LiteralExpressionSyntax>()
        where literal.IsKind(SyntaxKind.StringLiteralExpression)
        from Match match in Name.Matches(literal.Token.ValueText)
        select match.Value;

    private static IEnumerable<string> OfSizes(TypeDeclarationSyntax type) =>
        from property in type.Members.OfType<PropertyDeclarationSyntax>()
        where property.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Size" or "SizeAttribute")
        select property.Identifier.Text;
}
