using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.CodeFixes;

/// <summary>
/// One of the class's symbols for one that it does not have (DLC0008), and a symbol for a size that varies but is written −1 or
/// 0, as in PyTorch (DLC0007).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KnownSymbolFix))]
[Shared]
public sealed class KnownSymbolFix : NetworkFix
{
    private static readonly string[] Usual = ["T", "H", "W", "B", "M", "K"];

    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC0007", "DLC0008"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var marked = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var type = marked.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (type is null) yield break;
        var symbols = KnownSymbols.Of(type).ToList();
        if (diagnostic.Id == "DLC0008")
        {
            var literal = marked.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().FirstOrDefault(IsText);
            if (literal is null) yield break;
            var wrong = diagnostic.Location.SourceSpan;
            bool isPart = literal.Token.Span.Contains(wrong) && literal.Token.Span != wrong;
            foreach (string symbol in symbols.Where(s => s != literal.Token.ValueText).Take(3))
            {
                yield return Use(
                    root, literal, symbol, isPart ? Replaced(literal, wrong, symbol) : SyntaxFactory.Literal(symbol));
            }
        }
        else if (marked.ToString() is "-1" or "0" && marked is ExpressionSyntax size)
        {
            string symbol = symbols.Contains("N") ? Free(symbols) : "N";
            yield return Use(root, size, symbol, SyntaxFactory.Literal(symbol));
        }
    }

    /// <summary>The literal with another symbol where the wrong one stands.</summary>
    private static SyntaxToken Replaced(LiteralExpressionSyntax literal, TextSpan wrong, string symbol)
    {
        string text = literal.Token.Text;
        int start = wrong.Start - literal.Token.SpanStart;
        return SyntaxFactory.ParseToken(text.Remove(start, wrong.Length).Insert(start, symbol));
    }

    private static Change Use(SyntaxNode root, ExpressionSyntax old, string symbol, SyntaxToken literal)
    {
        string title = $"Use \"{symbol}\"";
        var text = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, literal);
        return new Change(title, title, () => root.ReplaceNode(old, text.WithTriviaFrom(old)));
    }

    private static string Free(List<string> symbols) =>
        Usual.FirstOrDefault(s => !symbols.Contains(s)) ?? "Size";

    private static bool IsText(LiteralExpressionSyntax literal) => literal.IsKind(SyntaxKind.StringLiteralExpression);
}
