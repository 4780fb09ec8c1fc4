using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>The programs of docs/models.md compile: each section's blocks together are one program.</summary>
public partial class ModelsPageTests
{
    public static TheoryData<string> Sections => [.. Section().Matches(Page()).Select(m => m.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Sections))]
    public void Compiles(string section)
    {
        string text = Section().Matches(Page()).Single(m => m.Groups[1].Value == section).Value;
        string[] blocks = [.. Code().Matches(text).Select(m => m.Groups[1].Value)];
        var declarations = blocks.Where(b => b.Contains("class ", StringComparison.Ordinal));
        string statements = string.Concat(blocks.Where(b => !b.Contains("class ", StringComparison.Ordinal)));
        string program = $$"""
            {{string.Concat(declarations)}}
            internal static class Program
            {
                private static void Run(float[] image, int[] label, float[] target)
                {
                    {{statements}}
                }
            }
            """;
        Assert.Equal("", string.Join("\n", Analysis.Run(program).Select(Analysis.Text)));
    }

    [GeneratedRegex("^## ([^\n]+)\n.*?(?=^## |\\z)", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    private static string Page([CallerFilePath] string file = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "docs", "models.md"));
}
