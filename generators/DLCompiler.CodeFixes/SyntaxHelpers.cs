using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

internal static class SyntaxHelpers
{
    /// <summary>The name of the method that is called: <c>Relu</c> of <c>Ops.Relu(x)</c>.</summary>
    public static string NameText(this InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => call.Expression.ToString(),
    };

    /// <summary>The same call of another method beside that one.</summary>
    public static InvocationExpressionSyntax Calling(this InvocationExpressionSyntax call, string method)
    {
        var name = SyntaxFactory.IdentifierName(method);
        return call.WithExpression(call.Expression is MemberAccessExpressionSyntax member
            ? member.WithName(name)
            : name.WithTriviaFrom(call.Expression));
    }

    /// <summary>A token without the elastic trivia that makes editors lay out again what is around it.</summary>
    public static SyntaxToken Token(SyntaxKind kind, bool space = false) => SyntaxFactory.Token(
        SyntaxFactory.TriviaList(), kind, space ? SyntaxFactory.TriviaList(SyntaxFactory.Space) : SyntaxFactory.TriviaList());
}
