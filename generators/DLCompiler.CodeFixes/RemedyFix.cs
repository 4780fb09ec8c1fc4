using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.CodeFixes;

/// <summary>
/// Changes that the compiler has tried: inserts Transpose, Unsqueeze, Squeeze, Flatten or Mean, swaps arguments, corrects
/// sizes and axes, pads a convolution. They come as properties of the diagnostic.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemedyFix))]
[Shared]
public sealed class RemedyFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds =>
    [
        "DLC0013", "DLC1001", "DLC1002", "DLC1003", "DLC1004", "DLC1006", "DLC1008", "DLC1011", "DLC1015", "DLC1016", "DLC4020",
        "DLC4026",
    ];

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var remedy in diagnostic.Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                string title = remedy.Key.Substring(remedy.Key.IndexOf(' ') + 1);
                context.RegisterCodeFix(
                    CodeAction.Create(title, token => Apply(context.Document, remedy.Value!, token), title), diagnostic);
            }
        }

        return Task.CompletedTask;
    }

    private static async Task<Document> Apply(Document document, string edits, CancellationToken cancellation)
    {
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return document.WithText(text.WithChanges(edits.Split('\n').Select(Read)));
    }

    /// <summary>Start, length, and text as a URI writes it.</summary>
    private static TextChange Read(string edit)
    {
        string[] parts = edit.Split(',');
        int start = int.Parse(parts[0], CultureInfo.InvariantCulture), length = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return new TextChange(new TextSpan(start, length), Uri.UnescapeDataString(parts[2]));
    }
}
