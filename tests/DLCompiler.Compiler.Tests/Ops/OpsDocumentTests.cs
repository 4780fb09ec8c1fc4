using DLCompiler.Compiler.Ops;

namespace DLCompiler.Compiler.Tests.Ops;

public class OpsDocumentTests
{
    /// <summary>With the environment variable DLCOMPILER_UPDATE_DOCS=1, writes the page instead.</summary>
    [Fact]
    public void The_page_is_what_the_registry_says()
    {
        string path = Path.Combine(Repository(), "docs", "ops.md");
        bool update = Environment.GetEnvironmentVariable("DLCOMPILER_UPDATE_DOCS") == "1";
        if (update) File.WriteAllText(path, OpsDocument.Write());
        Assert.Equal(OpsDocument.Write(), File.ReadAllText(path));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
