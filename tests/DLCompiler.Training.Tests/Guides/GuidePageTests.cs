using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DLCompiler.Training.Tests.Guides;

/// <summary>Every piece of code in docs/guides stands in the test of that guide, which runs it.</summary>
public partial class GuidePageTests
{
    public static TheoryData<string> Pages => ["tables", "images", "text", "sound", "training"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_shows_what_runs(string page)
    {
        string name = char.ToUpperInvariant(page[0]) + page[1..];
        string tests = Normal(Read($"{name}Guide.cs"));
        var blocks = Block().Matches(Read($"../../../docs/guides/{page}.md"));
        Assert.True(blocks.Count > 2);
        Assert.All(blocks, block => Assert.Contains(Normal(block.Groups[1].Value), tests, StringComparison.Ordinal));
    }

    private static string Normal(string text) => Space().Replace(text, " ").Trim();

    private static string Read(string path, [CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, path));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
