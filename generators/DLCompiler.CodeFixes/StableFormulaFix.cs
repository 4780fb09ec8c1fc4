using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>The op of the library for a formula that overflows (DLC4022), where the formula is written in one expression.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StableFormulaFix))]
[Shared]
public sealed class StableFormulaFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC4022"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var formula = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) as ExpressionSyntax;
        if (formula is null || Better(formula) is not { } better) yield break;
        string title = $"Use {better.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().First().NameText()}";
        yield return new Change(title, title, () => root.ReplaceNode(formula, better.WithTriviaFrom(formula)));
    }

    private static ExpressionSyntax? Better(ExpressionSyntax formula)
    {
        if (formula is BinaryExpressionSyntax { Right: InvocationExpressionSyntax sum }) return Softmax(sum);
        if (formula is not InvocationExpressionSyntax log) return null;
        switch (First(log))
        {
            case InvocationExpressionSyntax inner when inner.NameText() == "Softmax":
                return inner.Calling("LogSoftmax");
            case InvocationExpressionSyntax inner when inner.NameText() == "Sigmoid":
                var negated = SyntaxFactory.ParseExpression($"-({First(inner)})");
                var argument = SyntaxFactory.Argument(First(inner) is BinaryExpressionSyntax
                    ? negated
                    : SyntaxFactory.ParseExpression($"-{First(inner)}"));
                var list = SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(argument));
                return SyntaxFactory.PrefixUnaryExpression(
                    SyntaxKind.UnaryMinusExpression, inner.Calling("Softplus").WithArgumentList(list));
            case InvocationExpressionSyntax inner when inner.NameText() == "Sum" && IsExp(First(inner)):
                var exponents = (InvocationExpressionSyntax)First(inner);
                return inner.ReplaceNode(exponents, First(exponents)).Calling("LogSumExp");
            case BinaryExpressionSyntax one when one.IsKind(SyntaxKind.AddExpression):
                var exp = IsExp(one.Left) ? one.Left : one.Right;
                return IsExp(exp) ? ((InvocationExpressionSyntax)exp).Calling("Softplus") : null;
            default:
                return null;
        }
    }

    /// <summary>Softmax along the axis of the sum in Exp(x) / Sum(Exp(x), axis, keepDims: true).</summary>
    private static InvocationExpressionSyntax? Softmax(InvocationExpressionSyntax sum)
    {
        if (sum.NameText() != "Sum" || !IsExp(First(sum))) return null;
        var axis = sum.ArgumentList.Arguments.Skip(1)
            .FirstOrDefault(a => a.NameColon is null || a.NameColon.Name.Identifier.Text == "axis");
        if (axis is null) return null;
        var x = SyntaxFactory.Argument(First((InvocationExpressionSyntax)First(sum)));
        return sum.Calling("Softmax").WithArgumentList(sum.ArgumentList.WithArguments(
            SyntaxFactory.SeparatedList([x, axis], [sum.ArgumentList.Arguments.GetSeparator(0)])));
    }

    private static bool IsExp(ExpressionSyntax? x) => x is InvocationExpressionSyntax call && call.NameText() == "Exp";

    private static ExpressionSyntax First(InvocationExpressionSyntax call) => call.ArgumentList.Arguments[0].Expression;
}
