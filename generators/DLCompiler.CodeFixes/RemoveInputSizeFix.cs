using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DLCompiler.CodeFixes;

/// <summary>Removes a stated input size that is wrong (DLC1008): the compiler infers it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveInputSizeFix))]
[Shared]
public sealed class RemoveInputSizeFix : NetworkFix
{
    private const string Title = "Remove In, which is inferred";

    public override ImmutableArray<string> FixableDiagnosticIds => ["DLC1008"];

    private protected override IEnumerable<Change> Changes(SyntaxNode root, Diagnostic diagnostic)
    {
        var argument = root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>();
        if (argument?.NameEquals is null) yield break;
        yield return new Change(Title, Title, () => root.RemoveNode(argument, SyntaxRemoveOptions.KeepNoTrivia)!);
    }
}
