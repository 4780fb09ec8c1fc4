using DLCompiler.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>C# sources compiled in memory against the runtime library.</summary>
internal static class Sources
{
    private const string Usings = "using System; using System.Collections.Generic; using DLCompiler; using static DLCompiler.Ops;\n";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
                || name is "netstandard.dll" or "mscorlib.dll" or "DLCompiler.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpParseOptions Options = CSharpParseOptions.Default.WithLanguageVersion(
        LanguageVersion.CSharp13);

    /// <summary>A compilation of the sources; each gets the usual usings on its first line.</summary>
    public static CSharpCompilation Compile(params string[] sources) =>
        CompileWith(NullableContextOptions.Enable, sources);

    public static CSharpCompilation CompileWith(NullableContextOptions nullable, params string[] sources) =>
        CSharpCompilation.Create(
            "Demo",
            sources.Select((source, i) => Parse(source, $"Source{i}.cs")),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable));

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(Usings + source, Options, path);

    /// <summary>A driver that runs the generator and tracks its steps.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, true));

    /// <summary>The compilation with what the generator adds.</summary>
    public static Compilation Generate(Compilation compilation)
    {
        Driver().RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        Assert.Empty(diagnostics);
        return updated;
    }

    /// <summary>Warnings and errors of the C# compiler.</summary>
    public static IEnumerable<string> Problems(Compilation compilation) =>
        compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString());

    public static ParsedNetwork Model(Compilation compilation, string name = "Net") =>
        ModelParser.Model(compilation.GetTypeByMetadataName(name)!, compilation, default);

    public static ParsedNetwork Block(Compilation compilation, string name = "Part") =>
        ModelParser.Block(compilation.GetTypeByMetadataName(name)!, compilation, default);
}
