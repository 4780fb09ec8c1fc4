using DLCompiler.Compiler.Shapes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators.Analyzers;

/// <summary>Where a part of a text stands in the source.</summary>
internal static class LiteralPart
{
    /// <summary>The part of a string literal; all of it where it has escapes, and all of what is no literal.</summary>
    public static Location Of(Location location, TextPart part, CancellationToken cancellation)
    {
        var tree = location.SourceTree!;
        var node = tree.GetRoot(cancellation).FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        if (node is not LiteralExpressionSyntax { Token: { ValueText.Length: > 0 } token }) return location;
        int start = token.Text.IndexOf(token.ValueText, StringComparison.Ordinal);
        return start < 0
            ? location
            : Location.Create(tree, new TextSpan(token.SpanStart + start + part.Start, part.Length));
    }
}
