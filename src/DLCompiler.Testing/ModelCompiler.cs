using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Testing;

/// <summary>
/// Compiles models in memory as a build does: C#'s compiler with DLCompiler's generator and analyzers.
/// </summary>
public static class ModelCompiler
{
    // All of .NET that this process runs on, and the runtime library.
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Platform = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "DLCompiler.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Compiles sources together.</summary>
    /// <param name="sources">C# files; their models see DLCompiler without a using.</param>
    public static ModelCompilation Compile(params string[] sources) => Compile(new CompileOptions(), sources);

    /// <summary>Compiles sources together.</summary>
    /// <param name="options">How.</param>
    /// <param name="sources">C# files.</param>
    public static ModelCompilation Compile(CompileOptions options, params string[] sources)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sources);
        return Compile(options, [.. sources.Select((source, i) => ($"Source{i}.cs", source))]);
    }

    /// <summary>Compiles files together, such as those of the project that is tested.</summary>
    /// <param name="paths">The files; paths are relative to the folder of the test's own file.</param>
    /// <param name="options">How.</param>
    /// <param name="caller">The test's file; leave it to the compiler.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelCompilation CompileFiles(
        IEnumerable<string> paths, CompileOptions? options = null, [CallerFilePath] string caller = "")
    {
        ArgumentNullException.ThrowIfNull(paths);
        string folder = Path.GetDirectoryName(caller) ?? "";
        return Compile(
            options ?? new CompileOptions(),
            [.. paths.Select(path => (Path.GetFileName(path), File.ReadAllText(Path.Combine(folder, path))))]);
    }

    /// <summary>Runs the generator and the analyzers on a compilation that was made otherwise.</summary>
    /// <param name="source">The compilation, without generated code.</param>
    public static ModelCompilation Compile(CSharpCompilation source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ModelCompilation(source);
    }

    private static ModelCompilation Compile(CompileOptions options, IReadOnlyList<(string Name, string Text)> files)
    {
        var parsing = CSharpParseOptions.Default.WithLanguageVersion(options.LanguageVersion);
        string usings = string.Concat(options.Usings.Select(name => $"global using {name};\n"));
        IEnumerable<(string Name, string Text)> all = usings.Length == 0 ? files : [.. files, ("GlobalUsings.cs", usings)];
        return new ModelCompilation(CSharpCompilation.Create(
            options.AssemblyName,
            all.Select(f => CSharpSyntaxTree.ParseText(SourceText.From(f.Text, Encoding.UTF8), parsing, f.Name)),
            [.. Platform.Value, .. options.References],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: options.Optimization,
                allowUnsafe: true,
                nullableContextOptions: options.Nullable,
                specificDiagnosticOptions: options.Severities)));
    }
}
