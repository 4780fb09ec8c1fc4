using DLCompiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Runs the generator, then the analyzer, as the compiler does.</summary>
internal static class Analysis
{
    /// <summary>
    /// Checks that a source gives exactly one diagnostic of ours, and no C# error: where <c>[|</c> and <c>|]</c> stand,
    /// with the expected text, <c>DLC1004: message</c>.
    /// </summary>
    /// <param name="marked">The source.</param>
    /// <param name="expected">The diagnostic.</param>
    /// <param name="libraries">What the source references besides the runtime library.</param>
    public static void Reports(string marked, string expected, params MetadataReference[] libraries)
    {
        var all = Run(Sources.Compile(Unmark(marked)).AddReferences(libraries));
        Assert.Equal(expected, string.Join("\n", all.Select(Text)));
        AssertMarked(marked, all[0]);
    }

    /// <summary>The only diagnostic of a source, ours or C#'s, which is where <c>[|</c> and <c>|]</c> stand.</summary>
    public static Diagnostic Only(string marked)
    {
        var found = Assert.Single(Run(Unmark(marked)));
        AssertMarked(marked, found);
        return found;
    }

    /// <summary>Checks that a diagnostic is where the marks stand.</summary>
    public static void AssertMarked(string marked, Diagnostic found)
    {
        string text = found.Location.SourceTree!.ToString();
        var span = found.Location.SourceSpan;
        Assert.Equal(Marked(marked), text.Substring(span.Start, span.Length));
        Assert.Equal(marked.IndexOf("[|", StringComparison.Ordinal), span.Start - text.IndexOf(Unmark(marked), StringComparison.Ordinal));
    }

    /// <summary>The source without marks.</summary>
    public static string Unmark(string marked) =>
        marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    /// <summary>Our diagnostics and C#'s errors, hidden ones left out.</summary>
    public static IReadOnlyList<Diagnostic> Run(params string[] sources) => Run(Sources.Compile(sources));

    /// <summary>The same, where the project's configuration gives a rule another severity.</summary>
    public static IReadOnlyList<Diagnostic> RunWith((string Id, ReportDiagnostic Severity) rule, string source)
    {
        var compilation = Sources.Compile(source);
        var options = compilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create(rule.Id, rule.Severity)]);
        return Run(compilation.WithOptions(options));
    }

    /// <summary>Our hidden diagnostics of a rule.</summary>
    public static IReadOnlyList<Diagnostic> Hidden(string rule, string source) =>
        [.. ModelCompiler.Compile(Sources.Compile(source)).HiddenDiagnostics.Where(d => d.Id == rule)];

    internal static IReadOnlyList<Diagnostic> Run(Compilation source) =>
        ModelCompiler.Compile((CSharpCompilation)source).Diagnostics;

    /// <summary>What stands between the marks.</summary>
    public static string Marked(string source)
    {
        int start = source.IndexOf("[|", StringComparison.Ordinal) + 2;
        return source[start..source.IndexOf("|]", StringComparison.Ordinal)];
    }

    public static string Text(Diagnostic diagnostic) =>
        $"{diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
}
