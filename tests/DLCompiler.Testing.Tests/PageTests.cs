using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DLCompiler.Testing.Tests;

/// <summary>What docs/testing.md shows is in the tests of <see cref="DigitsTests"/>.</summary>
public partial class PageTests
{
    [Fact]
    public void The_page_shows_these_tests()
    {
        string tests = Normal(Read("DigitsTests.cs") + Read("Digits.cs"));
        var blocks = Block().Matches(Read("../../docs/testing.md"));
        Assert.Equal(6, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Normal(block.Groups[1].Value), tests, StringComparison.Ordinal));
    }

    private static string Normal(string text) => Space().Replace(text, " ").Trim();

    private static string Read(string path, [CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, path));

    [GeneratedRegex("<!-- tested -->\n```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
