using System.Globalization;
using DLCompiler.CodeFixes;
using DLCompiler.Generators.Diagnostics;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace DLCompiler.Generators.Tests;

/// <summary>
/// The table of all rules in docs/diagnostics/README.md: it is written with the environment variable DLCOMPILER_UPDATE_DOCS=1, and
/// it is what the rules, the fixes and the tests are.
/// </summary>
public class RuleTableTests
{
    private const string Start = "<!-- rules -->\n", End = "<!-- end of rules -->\n";

    /// <summary>The tests that check each rule's page are no tests of a rule's place and words.</summary>
    private static readonly string[] NotTests = ["RulePageTests.cs", "RuleTableTests.cs"];

    /// <summary>A rule of which no program is wrong enough: it says that the compiler itself is.</summary>
    private const string Internal = "DLC9000";

    private static readonly IReadOnlyList<CodeFixProvider> Fixes =
    [
        .. typeof(MakePartialFix).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(CodeFixProvider)) && !t.IsAbstract).OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (CodeFixProvider)Activator.CreateInstance(t)!),
    ];

    private static readonly IReadOnlyDictionary<string, string> Sources = Read();

    public static TheoryData<string> Rules => [.. Descriptors.All.Select(d => d.Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_has_a_test(string rule) => Assert.NotEmpty(rule == Internal ? [rule] : Tests(rule));

    [Fact]
    public void A_fix_is_for_a_rule()
    {
        var rules = Descriptors.All.Select(d => d.Id).ToHashSet();
        Assert.All(Fixes, f => Assert.Contains(f.FixableDiagnosticIds, rules.Contains));
        Assert.All(Fixes, f => Assert.NotNull(f.GetFixAllProvider()));
        Assert.InRange(Fixes.SelectMany(f => f.FixableDiagnosticIds).Distinct().Count(), 15, int.MaxValue);
    }

    [Fact]
    public void The_table_is_true()
    {
        string path = Repository.PathOf("docs", "diagnostics", "README.md"), page = File.ReadAllText(path);
        int start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        string table = Table(page);
        if (Environment.GetEnvironmentVariable("DLCOMPILER_UPDATE_DOCS") == "1")
            File.WriteAllText(path, page[..start] + table + page[end..]);
        else
            Assert.Equal(table, page[start..end]);
    }

    private static string Table(string page)
    {
        var rows = Descriptors.All.OrderBy(d => d.Id, StringComparer.Ordinal).Select(d => Row(d, page));
        return "| ID | What | Severity | Code fix | Test |\n|---|---|---|---|---|\n" + string.Concat(rows);
    }

    private static string Row(DiagnosticDescriptor rule, string page)
    {
        // A test stays the one of a rule as long as it is one, whatever others there are.
        var tests = Tests(rule.Id).ToList();
        string row = page.Split('\n').FirstOrDefault(l => l.Contains($"({rule.Id}.md)", StringComparison.Ordinal), "");
        string test = tests.Find(t => row.EndsWith($"| {t} |", StringComparison.Ordinal)) ?? tests.FirstOrDefault("");
        var fixes = Fixes.Where(f => f.FixableDiagnosticIds.Contains(rule.Id)).Select(f => f.GetType().Name);
        string title = rule.Title.ToString(CultureInfo.InvariantCulture);
        return $"| [{rule.Id}]({rule.Id}.md) | {title} | {Severity(rule)} | {string.Join(", ", fixes)} | "
            + $"{test} |\n";
    }

    private static string Severity(DiagnosticDescriptor rule) => rule.DefaultSeverity switch
    {
        DiagnosticSeverity.Info => "suggestion",
        var severity => severity.ToString().ToLowerInvariant(),
    };

    /// <summary>The files that expect a diagnostic of the rule; those with its words first.</summary>
    private static IEnumerable<string> Tests(string rule) =>
        from source in Sources
        where source.Value.Contains(rule, StringComparison.Ordinal)
        orderby source.Value.Contains($"{rule}: ", StringComparison.Ordinal) ? 0 : 1, source.Key
        select source.Key;

    private static SortedDictionary<string, string> Read()
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("tests", "DLCompiler.Generators.Tests"))
            .Where(f => Path.GetExtension(f) is ".cs" or ".txt" && !NotTests.Contains(Path.GetFileName(f))
                && !f.Contains(".verified.", StringComparison.Ordinal));
        return new(
            files.ToDictionary(f => Path.GetFileNameWithoutExtension(f), File.ReadAllText, StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
