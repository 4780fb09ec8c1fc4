using System.Diagnostics;

namespace DLCompiler.Benchmarks;

/// <summary>How much longer <c>dotnet build</c> takes for a project because it has a model.</summary>
internal sealed class BuildTime : IDisposable
{
    private const string Empty = "public static class Nothing;";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dlcompiler-build-");

    public BuildTime()
    {
        string here = AppContext.BaseDirectory;
        string Dll(string name) => Path.Combine(here, name + ".dll");
        File.WriteAllText(Path.Combine(_folder.FullName, "Demo.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Dll("DLCompiler")}" />
                <Reference Include="{Dll("System.Numerics.Tensors")}" />
                <Analyzer Include="{Dll("DLCompiler.Generators")}" />
                <Analyzer Include="{Dll("DLCompiler.Compiler")}" />
              </ItemGroup>
            </Project>
            """);
        Write(Empty);
        Run("restore");
    }

    /// <summary>The least difference of pairs of builds, one after the other: without the model, and with it.</summary>
    /// <param name="model">The model's source.</param>
    /// <param name="rounds">How many pairs.</param>
    /// <param name="server">Whether the compiler stays in memory from build to build, as on a developer's machine.</param>
    public TimeSpan Growth(string model, int rounds, bool server)
    {
        string[] options = ["build", "--no-restore", "--no-incremental", $"-p:UseSharedCompilation={server}"];
        List<TimeSpan> without = [], with = [];
        for (int round = -1; round < rounds; round++)
        {
            Write(Empty);
            var empty = Run(options);
            Write(model);
            var full = Run(options);
            if (round < 0) continue;
            without.Add(empty);
            with.Add(full);
        }

        return with.Min() - without.Min();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string source) => File.WriteAllText(Path.Combine(_folder.FullName, "Model.cs"), source);

    private TimeSpan Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(output);
        return watch.Elapsed;
    }
}
