using System.Diagnostics;

namespace DLCompiler.Packaging.Tests;

/// <summary>
/// A fresh project outside of the repository that gets DLCompiler from a folder with the packed package, and all else from
/// the machine's own sources.
/// </summary>
internal sealed class PackedApp : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dlcompiler-package-");
    private readonly string _version = $"0.0.0-test.{DateTime.UtcNow.Ticks}";

    /// <summary>Packs what is built, and writes the project.</summary>
    public PackedApp(string framework)
    {
        Dotnet($"pack \"{Library}\" -c {Configuration} --no-build -o \"{Feed}\" -p:PackageVersion={_version}");
        string app = Path.Combine(AppContext.BaseDirectory, "App");
        File.Copy(Path.Combine(app, "Program.txt"), In("Program.cs"));
        File.WriteAllText(In("App.csproj"), File.ReadAllText(Path.Combine(app, "App.xml"))
            .Replace("{framework}", framework, StringComparison.Ordinal)
            .Replace("{version}", _version, StringComparison.Ordinal));
        File.WriteAllText(In("NuGet.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The project that is packed.</summary>
    public static string Library => Path.Combine(Repository(), "src", "DLCompiler", "DLCompiler.csproj");

    /// <summary>The nupkg.</summary>
    public string Package => Path.Combine(Feed, $"DLCompiler.{_version}.nupkg");

    private string Feed => In("feed");

    public string In(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>Runs <c>dotnet</c> in the project's folder, and returns what it wrote.</summary>
    public string Dotnet(string arguments, bool fails = false) => Run("dotnet", arguments, fails);

    /// <summary>Runs a program in the project's folder, and returns what it wrote; it must succeed, or fail.</summary>
    public string Run(string program, string arguments, bool fails = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsOfTheTestRun).ToList()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {arguments} did not end within {Patience}.");
        }

        string text = output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0 != fails, $"{program} {arguments} ended with {process.ExitCode}:\n{text}");
        return text;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Where the test run's MSBuild is, which is not this one's business.</summary>
    private static bool IsOfTheTestRun(string variable) =>
        variable.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || variable is "CI" or "Configuration" or "Platform";

    /// <summary>What is there already need not be downloaded again.</summary>
    private static string MachinePackages() => Directory.CreateDirectory(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")).FullName;

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
