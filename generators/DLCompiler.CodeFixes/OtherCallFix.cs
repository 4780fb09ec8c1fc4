using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>LogSoftmax for a loss of logarithms (DLC4003), and Sigmoid for one class (DLC4016).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OtherCallFix))]
[Shared]
public sealed class OtherCallFix : NetworkFix
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC4003", "DLC4016"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var call = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)
            .FirstAncestorOrSelf<InvocationExpressionSyntax>();
        if (call?.NameText() != "Softmax") yield break;
        bool isOfOne = diagnostic.Id == "DLC4016";
        var changed = call.Calling(isOfOne ? "Sigmoid" : "LogSoftmax");
        if (isOfOne)
        {
            var argument = SyntaxFactory.SingletonSeparatedList(call.ArgumentList.Arguments[0]);
            changed = changed.WithArgumentList(call.ArgumentList.WithArguments(argument));
        }

        string title = $"Use {changed.NameText()}";
        yield return new Change(title, title, () => root.ReplaceNode(call, changed));
    }
}
