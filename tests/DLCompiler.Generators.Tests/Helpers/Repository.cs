namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Files of this repository.</summary>
internal static class Repository
{
    private static string Root { get; } = Find();

    /// <summary>The path of a file, by its folders and its name.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
