using System.Collections.Immutable;
using System.Diagnostics;
using DLCompiler.Generators;
using DLCompiler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DLCompiler.Benchmarks;

/// <summary>The solution as an editor has it open: after each edit, the generator runs, and the edited file is analyzed.</summary>
internal sealed class EditorSession
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.CSharp13);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "DLCompiler.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private CSharpCompilation _compilation;
    private GeneratorDriver _driver;
    private int _edits;

    public EditorSession()
    {
        _compilation = Compile();
        _driver = Driver().RunGenerators(_compilation);
    }

    public static CSharpCompilation Compile() => CSharpCompilation.Create(
        "Demo",
        EditorSources.All.Select(file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ModelGenerator().AsSourceGenerator()],
        parseOptions: Options,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, true));

    /// <summary>Edits a file so that it differs each time, and runs the generator.</summary>
    /// <param name="file">The file.</param>
    /// <param name="old">What is replaced.</param>
    /// <param name="changed">What comes for it, by the number of the edit.</param>
    /// <returns>The generator's time, and how many files were emitted anew.</returns>
    public (TimeSpan Time, int Emitted) Edit(string file, string old, Func<int, string> changed)
    {
        var tree = _compilation.SyntaxTrees.First(t => t.FilePath == file);
        string source = EditorSources.All.First(f => f.Path == file).Text;
        string text = source.Replace(old, changed(++_edits), StringComparison.Ordinal);
        if (text == source) throw new InvalidOperationException($"{file} has no '{old}'.");
        _compilation = _compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, Options, file));
        var watch = Stopwatch.StartNew();
        _driver = _driver.RunGenerators(_compilation);
        var time = watch.Elapsed;
        var steps = _driver.GetRunResult().Results[0].TrackedSteps[ModelGenerator.Emitted];
        return (time, steps.SelectMany(s => s.Outputs).Count(o => o.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New));
    }

    /// <summary>The time that the analyzer itself takes for a file of the solution as it stands now.</summary>
    public TimeSpan Analyze(string file)
    {
        var generated = _driver.GetRunResult().GeneratedTrees;
        var compilation = _compilation.AddSyntaxTrees(generated);
        var analyzer = new NetworkAnalyzer();
        var analyzed = compilation.WithAnalyzers(
            [analyzer],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: true, logAnalyzerExecutionTime: true));
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees.First(t => t.FilePath == file));
        var found = analyzed.GetAnalyzerSemanticDiagnosticsAsync(model, null, default).GetAwaiter().GetResult();
        if (found.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
            throw new InvalidOperationException($"{file} is wrong: {error}");
        return analyzed.GetAnalyzerTelemetryInfoAsync(analyzer, default).GetAwaiter().GetResult().ExecutionTime;
    }

    /// <summary>Bytes that live on because the generator has run, beside those of the solution itself.</summary>
    public static long Memory()
    {
        long without = Held(_ => null), with = Held(compilation => Driver().RunGenerators(compilation));
        return with - without;
    }

    private static long Held(Func<Compilation, GeneratorDriver?> run)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var compilation = Compile();
        compilation.GetDiagnostics();
        var driver = run(compilation);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(compilation);
        GC.KeepAlive(driver);
        return after - before;
    }
}
