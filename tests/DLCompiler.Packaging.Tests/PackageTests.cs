using System.IO.Compression;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace DLCompiler.Packaging.Tests;

public class PackageTests(ITestOutputHelper output)
{
    private const long MaxNativeSize = 5_000_000;
    private const string Learned = "4 of 4 right, loss below 0.1: True";

    [Fact]
    public void A_fresh_project_builds_and_trains()
    {
        using var app = new PackedApp("net10.0");
        string[] expected =
        [
            "README.md", "analyzers/dotnet/cs/DLCompiler.CodeFixes.dll", "analyzers/dotnet/cs/DLCompiler.Compiler.dll",
            "analyzers/dotnet/cs/DLCompiler.Completion.dll",
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

    [Fact]
    public void The_package_says_its_licence_and_has_symbols()
    {
        using var app = new PackedApp("net10.0");
        using var package = ZipFile.OpenRead(app.Package);
        using var nuspec = new StreamReader(package.GetEntry("DLCompiler.nuspec")!.Open());
        Assert.Contains("<license type=\"expression\">MIT</license>", nuspec.ReadToEnd(), StringComparison.Ordinal);
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(app.Package, ".snupkg"));
        string[] expected = ["lib/net10.0/DLCompiler.pdb", "lib/net9.0/DLCompiler.pdb"];
        Assert.Equal(
            expected,
            symbols.Entries.Select(e => e.FullName).Where(f => f.EndsWith(".pdb", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    /// <summary>But for the two files in which packing writes a random name.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void The_package_is_the_same_when_it_is_built_elsewhere()
    {
        using var app = new PackedApp("net10.0");
        var (first, second) = (Contents(app, "first"), Contents(app, "second"));
        Assert.Equal(first.Keys, second.Keys);
        Assert.All(first, file => Assert.True(file.Value.SequenceEqual(second[file.Key]), $"{file.Key} differs"));
    }

    private static SortedDictionary<string, byte[]> Contents(PackedApp app, string folder)
    {
        app.Dotnet($"pack \"{PackedApp.Library}\" -c Release -o {folder} -p:CI=true -p:ArtifactsPath=\"{app.In(folder)}\"");
        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(app.In(folder), "*.nupkg")));
        var contents = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in package.Entries.Where(e => e.FullName is not "_rels/.rels" && !e.FullName.StartsWith("package/", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            var memory = new MemoryStream();
            stream.CopyTo(memory);
            contents.Add(entry.FullName, memory.ToArray());
        }

        return contents;
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
        string program = app.In(OperatingSystem.IsWindows() ? "out/App.exe" : "out/App");
        output.WriteLine($"{new FileInfo(program).Length} bytes");
        Assert.InRange(new FileInfo(program).Length, 1, MaxNativeSize);
        string printed = app.Run(program, "");
        output.WriteLine(printed);
        Assert.Contains(Learned, printed, StringComparison.Ordinal);
        if (isX64) Assert.Contains("256 bits", printed, StringComparison.Ordinal);
    }
}
