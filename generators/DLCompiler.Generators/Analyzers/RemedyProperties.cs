using System.Collections.Immutable;
using System.Globalization;
using DLCompiler.Compiler.Specs;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Analyzers;

/// <summary>
/// What would mend a finding, as properties of its diagnostic, which is all that a code fix gets of an analyzer: the key is
/// <c>0: Insert Transpose</c>; the value, a line an edit: start, length, and the new text as a URI writes it.
/// </summary>
internal static class RemedyProperties
{
    public static ImmutableDictionary<string, string?> Of(
        Finding finding, Location location, Func<SpecPlace, Location?> find)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        foreach (var (remedy, i) in finding.Remedies.Select((r, i) => (r, i)))
        {
            var edits = remedy.Edits.Select(e => Edit(e, location.SourceTree, find)).ToList();
            if (!edits.Contains(null)) properties = properties.Add($"{i}: {remedy.Title}", string.Join("\n", edits));
        }

        return properties;
    }

    /// <summary>Start, length and text; null where a place is in another file.</summary>
    private static string? Edit(RemedyEdit edit, SyntaxTree? tree, Func<SpecPlace, Location?> find)
    {
        if (find(edit.Place) is not { } target || find(edit.Part) is not { } part) return null;
        if (tree is null || target.SourceTree != tree || part.SourceTree != tree) return null;
        string source = tree.GetText().ToString(part.SourceSpan);
        string text = Uri.EscapeDataString(edit.Text.Replace("{0}", source));
        var span = target.SourceSpan;
        return string.Format(CultureInfo.InvariantCulture, "{0},{1},{2}", span.Start, span.Length, text);
    }
}
