using System.IO.Compression;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace DLCompiler.Packaging.Tests;

public class PackageTests(ITestOutputHelper output)
{
    private const string Learned = "4 of 4 right, loss below 0.1: True";

    [Fact]
    public void A_fresh_project_builds_and_trains()
    {
        using var app = new PackedApp("net10.0");
        string[] expected =
        [
            "README.md", "analyzers/dotnet/cs/DLCompiler.CodeFixes.dll", "analyzers/dotnet/cs/DLCompiler.Compiler.dll",
            "analyzers/dotnet/cs/DLCompiler.Generators.dll", "buildTransitive/DLCompiler.targets",
            "lib/net10.0/DLCompiler.dll", "lib/net10.0/DLCompiler.xml", "lib/net9.0/DLCompiler.dll", "lib/net9.0/DLCompiler.xml",
        ];
        using (var package = ZipFile.OpenRead(app.Package))
        {
            var files = package.Entries.Select(e => e.FullName)
                .Where(f => f is "README.md" || f.StartsWith("analyzers/", StringComparison.Ordinal)
                    || f.StartsWith("build", StringComparison.Ordinal) || f.StartsWith("lib/", StringComparison.Ordinal));
            Assert.Equal(expected, files.Order(StringComparer.Ordinal));
        }

        string built = app.Dotnet("build -c Release");
        Assert.Contains("0 Warning(s)", built, StringComparison.Ordinal);
        string printed = app.Dotnet($"\"{app.In("bin/Release/net10.0/App.dll")}\"");
        output.WriteLine(printed);
        Assert.Contains(Learned, printed, StringComparison.Ordinal);
    }

    /// <summary>Downloads the NativeAOT compiler, and needs a C linker.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void NativeAot_publishes_without_warnings_and_runs_on_wide_vectors()
    {
        using var app = new PackedApp("net9.0");
        string published = app.Dotnet($"publish -c Release -r {RuntimeInformation.RuntimeIdentifier} -p:PublishAot=true -o out");
        output.WriteLine(published);
        Assert.DoesNotContain("warning", published, StringComparison.OrdinalIgnoreCase);
        bool isX64 = RuntimeInformation.OSArchitecture == Architecture.X64;
        if (isX64) Assert.Contains("avx2,fma,bmi,bmi2,lzcnt,movbe,popcnt", published, StringComparison.Ordinal);
        string printed = app.Run(app.In(OperatingSystem.IsWindows() ? "out/App.exe" : "out/App"), "");
        output.WriteLine(printed);
        Assert.Contains(Learned, printed, StringComparison.Ordinal);
        if (isX64) Assert.Contains("256 bits", printed, StringComparison.Ordinal);
    }
}
