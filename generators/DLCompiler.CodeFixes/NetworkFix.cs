using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DLCompiler.CodeFixes;

/// <summary>A fix of one place, which "fix all" applies to all of them.</summary>
public abstract class NetworkFix : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var change in Changes(root, diagnostic))
            {
                Task<Document> Apply(CancellationToken cancellation) =>
                    Task.FromResult(context.Document.WithSyntaxRoot(change.Apply()));
                context.RegisterCodeFix(CodeAction.Create(change.Title, Apply, change.Key), diagnostic);
            }
        }
    }

    /// <summary>What can be done about a diagnostic.</summary>
    private protected abstract IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic);

    /// <summary>A change of a document.</summary>
    /// <param name="title">What a menu says.</param>
    /// <param name="key">Changes of one key can be made together.</param>
    /// <param name="apply">The document's root afterwards.</param>
    private protected sealed class Change(string title, string key, Func<SyntaxNode> apply)
    {
        public string Title => title;

        public string Key => key;

        public SyntaxNode Apply() => apply();
    }
}
