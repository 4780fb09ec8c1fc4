using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace DLCompiler.Testing.Tests.Mutations;

/// <summary>One change of a network's source: a node that is replaced.</summary>
/// <param name="Network">The network's file.</param>
/// <param name="Root">The source.</param>
/// <param name="Old">What is replaced.</param>
/// <param name="New">By what.</param>
internal sealed record Mutation(string Network, CompilationUnitSyntax Root, SyntaxNode Old, SyntaxNode New)
{
    public string Source => Root.ReplaceNode(Old, New.WithTriviaFrom(Old)).ToFullString();

    public override string ToString()
    {
        int line = Old.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return $"{Network}:{line}: {OneLine(Old)}  →  {OneLine(New)}";
    }

    /// <summary>All changes of all networks, in the order of the sources.</summary>
    public static IEnumerable<Mutation> All =>
        from network in NetworkSources.All
        from node in network.Root.DescendantNodes()
        from changed in Changes(node)
        select new Mutation(network.Name, network.Root, node, changed);

    private static string OneLine(SyntaxNode node) => node.NormalizeWhitespace().ToString().ReplaceLineEndings(" ");

    private static IEnumerable<SyntaxNode> Changes(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when IsMutable(literal) => Literals(literal),
        IdentifierNameSyntax { Parent: AttributeArgumentSyntax } constant => [Plus(constant, 1)],
        AttributeArgumentListSyntax list => Lists(list, list.Arguments, (l, a) => l.WithArguments(a)),
        InvocationExpressionSyntax call when !IsNameOf(call) => Calls(call),
        BinaryExpressionSyntax operation when !operation.IsKind(SyntaxKind.CoalesceExpression) =>
            [operation.Left, operation.Right, BinaryExpression(SyntaxKind.AddExpression, operation.Right, operation.Left)],
        CollectionExpressionSyntax list => Lists(list, list.Elements, (l, e) => l.WithElements(e)),
        TupleExpressionSyntax tuple when tuple.Arguments.Count == 2 && tuple.Parent is not AssignmentExpressionSyntax =>
            [tuple.WithArguments(SeparatedList([tuple.Arguments[1], tuple.Arguments[0]]))],
        _ => [],
    };

    /// <summary>Numbers and names of an attribute, a call or a constant; not those of default values.</summary>
    private static bool IsMutable(LiteralExpressionSyntax literal) => literal.Ancestors().Any(a =>
        a is AttributeArgumentSyntax or ArgumentSyntax or VariableDeclaratorSyntax or ArrowExpressionClauseSyntax);

    private static IEnumerable<SyntaxNode> Literals(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        int number => ((int[])[number + 1, number - 1, 2 * number, 0]).Where(n => n != number).Distinct().Select(Number),
        float number => [ParseExpression("1.5f"), ParseExpression($"-{literal}")],
        string name => [Text(name + "+1"), Text("Z"), Text("2*" + name)],
        bool flag => [LiteralExpression(flag ? SyntaxKind.FalseLiteralExpression : SyntaxKind.TrueLiteralExpression)],
        _ => [],
    };

    /// <summary>The op or layer is left out; its first two arguments change places; one argument is left out.</summary>
    private static IEnumerable<SyntaxNode> Calls(InvocationExpressionSyntax call)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0) yield break;
        yield return arguments[0].Expression;
        foreach (var list in Lists(call.ArgumentList, arguments, (l, a) => l.WithArguments(a)))
            yield return call.WithArgumentList(list);
    }

    /// <summary>Without each element, and with neighbours exchanged.</summary>
    private static IEnumerable<L> Lists<L, T>(
        L list, SeparatedSyntaxList<T> elements, Func<L, SeparatedSyntaxList<T>, L> with)
        where T : SyntaxNode
    {
        for (int i = 0; i < elements.Count; i++)
        {
            if (elements.Count > 1) yield return with(list, elements.RemoveAt(i));
            if (i + 1 == elements.Count) continue;
            T[] swapped = [.. elements];
            (swapped[i], swapped[i + 1]) = (swapped[i + 1], swapped[i]);
            yield return with(list, SeparatedList(swapped));
        }
    }

    private static bool IsNameOf(InvocationExpressionSyntax call) => call.Expression.ToString() == "nameof";

    private static ExpressionSyntax Plus(ExpressionSyntax value, int more) =>
        BinaryExpression(SyntaxKind.AddExpression, value.WithoutTrivia(), Number(more));

    private static ExpressionSyntax Number(int number) => ParseExpression(number.ToString(CultureInfo.InvariantCulture));

    private static LiteralExpressionSyntax Text(string text) =>
        LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(text));
}
