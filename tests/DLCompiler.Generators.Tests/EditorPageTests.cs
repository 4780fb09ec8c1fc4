using System.Text.RegularExpressions;
using DLCompiler.Generators.Tests.Helpers;

namespace DLCompiler.Generators.Tests;

/// <summary>Keeps the pictures of docs/in-the-editor.md true: each is drawn from what its program's analysis reports.</summary>
public partial class EditorPageTests
{
    /// <summary>With the environment variable DLCOMPILER_UPDATE_DOCS=1, draws the pictures again.</summary>
    [Fact]
    public void ThePicturesShowWhatTheAnalyzersReport()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "in-the-editor.md"));
        var programs = Program().Matches(page);
        Assert.Equal(3, programs.Count);
        foreach (Match program in programs)
        {
            string name = program.Groups["name"].Value;
            Assert.Contains($"](pictures/{name}.svg)", page, StringComparison.Ordinal);
            string path = Repository.PathOf("docs", "pictures", $"{name}.svg");
            string drawn = EditorPicture.Of(program.Groups["text"].Value);
            if (Environment.GetEnvironmentVariable("DLCOMPILER_UPDATE_DOCS") == "1")
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, drawn);
            }
            Assert.Equal(File.ReadAllText(path), drawn);
        }
    }

    [GeneratedRegex(@"<!-- picture: (?<name>\w+) -->\n```csharp\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Program();
}
