using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Generators.Tests;

/// <summary>Every rule has a page, whose wrong program gives the diagnostic and whose right one gives none.</summary>
public partial class RulePageTests
{
    /// <summary>Rules that no program of a few lines breaks.</summary>
    private static readonly string[] WithoutPrograms = ["DLC0016", "DLC0019", "DLC1014", "DLC1900", "DLC1901", "DLC9000"];

    public static TheoryData<string> Rules => [.. Descriptors.All.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Page(string rule)
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics", $"{rule}.md"));
        Assert.StartsWith($"# {rule}: {Descriptors.Of(rule).Title}\n", page, StringComparison.Ordinal);
        Assert.EndsWith($"/docs/diagnostics/{rule}.md", Descriptors.Of(rule).HelpLinkUri, StringComparison.Ordinal);
        if (WithoutPrograms.Contains(rule)) return;
        var programs = Program().Matches(page);
        Assert.Equal(2, programs.Count);
        Assert.Equal(rule, Assert.Single(Run(programs[0])).Id);
        Assert.Empty(Run(programs[1]).Select(Analysis.Text));

        // Only the page on a missing ILGPU has programs without it.
        IReadOnlyList<Diagnostic> Run(Match program) => Analysis.Run(
            Sources.Compile(program.Groups[1].Value).AddReferences(rule == "DLC3001" ? [] : [Ilgpu.Reference]));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Release(string rule) => Assert.Contains(
        $"\n{rule} | ",
        File.ReadAllText(
            Path.Combine(
                Root(), "generators", "DLCompiler.Generators", "Diagnostics", "AnalyzerReleases.Unshipped.md")),
        StringComparison.Ordinal);

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Program();

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
