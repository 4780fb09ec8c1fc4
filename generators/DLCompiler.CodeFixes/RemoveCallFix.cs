using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>
/// Leaves what a call is given in its place: Softmax before CrossEntropy (DLC4001), Sigmoid before a binary one (DLC4002), an
/// activation of logits (DLC4004), dropout that comes last (DLC4010), what is applied twice (DLC4012) or has no effect (DLC4013,
/// DLC4024), and OneHot of labels (DLC4023).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveCallFix))]
[Shared]
public sealed class RemoveCallFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds =>
        ["DLC4001", "DLC4002", "DLC4004", "DLC4010", "DLC4012", "DLC4013", "DLC4023", "DLC4024"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
            .FirstAncestorOrSelf<InvocationExpressionSyntax>();
        // Where the call is inside a block, the diagnostic marks the loss that takes its result.
        if (call is null || call.ArgumentList.Arguments.Count == 0 || call.NameText() == "CrossEntropy") yield break;
        string title = $"Remove {call.NameText()}";
        yield return new Change(title, title, () => root.ReplaceNode(call, Inner(call)));
    }

    private static ExpressionSyntax Inner(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments[0].Expression.WithTriviaFrom(call);
}
