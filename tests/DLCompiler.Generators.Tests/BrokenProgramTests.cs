using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>
/// Models as a beginner or an expert gets them wrong, in BrokenPrograms.txt: each gives the diagnostic on its first line, at the
/// marked place, and no other of ours or of C#'s.
/// </summary>
public class BrokenProgramTests
{
    private const string Separator = "### ";

    public static TheoryData<string> Names => [.. Programs().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives(string name)
    {
        var (rule, marked) = Programs()[name];
        var found = Analysis.Run(Analysis.Unmark(marked));
        Assert.Equal(rule, string.Join(", ", found.Select(d => d.Id)));
        Analysis.AssertMarked(marked, found[0]);
    }

    [Fact]
    public void There_are_many() => Assert.InRange(Programs().Count, 60, int.MaxValue);

    private static Dictionary<string, (string Rule, string Source)> Programs() =>
        File.ReadAllText(Repository.PathOf("tests", "DLCompiler.Generators.Tests", "BrokenPrograms.txt"))
            .Split(Separator, StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('\n', 3))
            .ToDictionary(p => p[0], p => (p[1], p[2]), StringComparer.Ordinal);
}
