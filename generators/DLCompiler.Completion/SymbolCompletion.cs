using System.Composition;
using DLCompiler.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Completion;

/// <summary>
/// Offers a network's symbols inside the strings that are sizes: those of <c>[Shape]</c>, of layers and <c>[Require]</c>, and
/// arguments of ops, as in <c>Reshape(x, "N", -1)</c>.
/// </summary>
[ExportCompletionProvider(nameof(SymbolCompletion), LanguageNames.CSharp)]
[Shared]
public sealed class SymbolCompletion : CompletionProvider
{
    private const string Library = "DLCompiler";

    /// <summary>Strings that are no sizes: a way to pad, and the name of a layer.</summary>
    private static readonly string[] Others = ["Padding", "Tied"];

    /// <inheritdoc/>
    public override bool ShouldTriggerCompletion(SourceText text, int caretPosition, CompletionTrigger trigger, OptionSet options) =>
        trigger.Kind == CompletionTriggerKind.Insertion
        && (trigger.Character == '"' || SyntaxFacts.IsIdentifierStartCharacter(trigger.Character));

    /// <inheritdoc/>
    public override async Task ProvideCompletionsAsync(CompletionContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || context.Position == 0) return;
        var token = root.FindToken(context.Position - 1);
        if (!token.IsKind(SyntaxKind.StringLiteralToken) || context.Position <= token.SpanStart) return;
        if (token.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type) return;
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (model is null || !IsSize(token.Parent, model, context.CancellationToken)) return;
        foreach (string symbol in KnownSymbols.Of(type))
            context.AddItem(CompletionItem.Create(symbol, tags: [WellKnownTags.TypeParameter], inlineDescription: "size"));
        context.IsExclusive = true;
    }

    /// <summary>Whether a string is an argument of an attribute or an op of ours that is a size.</summary>
    private static bool IsSize(SyntaxNode literal, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var node in literal.Ancestors())
        {
            switch (node)
            {
                case AttributeArgumentSyntax { NameEquals.Name.Identifier.Text: var name } when Others.Contains(name):
                    return false;
                case AttributeSyntax or InvocationExpressionSyntax:
                    var symbols = model.GetSymbolInfo(node, cancellation);
                    var callee = symbols.Symbol ?? symbols.CandidateSymbols.FirstOrDefault();
                    return callee?.ContainingNamespace is { Name: Library, ContainingNamespace.IsGlobalNamespace: true };
                case StatementSyntax or MemberDeclarationSyntax:
                    return false;
                default:
                    break;
            }
        }

        return false;
    }
}
