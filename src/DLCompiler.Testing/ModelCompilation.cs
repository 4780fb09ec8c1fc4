using System.Runtime.CompilerServices;
using DLCompiler.Compiler;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DLCompiler.Testing;

/// <summary>
/// Sources with models, compiled in memory. What is asked for is computed then, and kept. Nothing here throws because a
/// model is wrong but what needs one that is right: <see cref="Load(int)"/>, <see cref="LoadAssembly"/> and the stages.
/// </summary>
public sealed class ModelCompilation
{
    private readonly Lazy<(GeneratorDriver Driver, Compilation Compilation)> _generated;
    private readonly Lazy<IReadOnlyList<Diagnostic>> _diagnostics;

    internal ModelCompilation(CSharpCompilation source)
    {
        Source = source;
        _generated = new(Generate);
        _diagnostics = new(Analyze);
    }

    /// <summary>The sources without what is generated.</summary>
    public CSharpCompilation Source { get; }

    /// <summary>The sources with what is generated.</summary>
    public Compilation Compilation => _generated.Value.Compilation;

    /// <summary>
    /// The driver after its run, with tracked steps: what Verify.SourceGenerators takes.
    /// </summary>
    public GeneratorDriver Driver => _generated.Value.Driver;

    /// <summary>What the generator wrote, by name.</summary>
    public IReadOnlyList<GeneratedSource> Files =>
    [
        .. Result.GeneratedSources.Select(s => new GeneratedSource(s.HintName, s.SourceText.ToString()))
            .OrderBy(s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// DLCompiler's diagnostics and the errors of C#, without hidden and suppressed ones, in the order of their places.
    /// </summary>
    public IReadOnlyList<Diagnostic> Diagnostics =>
        [.. _diagnostics.Value.Where(d => d.Severity != DiagnosticSeverity.Hidden)];

    /// <summary>What DLCompiler only tells editors, such as where sizes are checked at run time.</summary>
    public IReadOnlyList<Diagnostic> HiddenDiagnostics =>
        [.. _diagnostics.Value.Where(d => d.Severity == DiagnosticSeverity.Hidden)];

    /// <summary>The names of the models, as <c>Demo.Net</c>; a class in another is <c>Outer+Net</c>.</summary>
    public IReadOnlyList<string> Models => [.. Linked.Select(l => l.Model.Type.MetadataName)];

    private GeneratorRunResult Result => Driver.GetRunResult().Results[0];

    private IEnumerable<LinkedModel> Linked =>
        Result.TrackedSteps.TryGetValue(ModelGenerator.Linked, out var steps)
            ? steps.SelectMany(s => s.Outputs).Select(o => (LinkedModel)o.Value)
            : [];

    /// <summary>The text of a generated file.</summary>
    /// <param name="name">The class's name, as <c>Demo.Net</c>; it may be left out if there is one file only.</param>
    /// <exception cref="ArgumentException">There is no such file, or more than one.</exception>
    public string Code(string? name = null) =>
        One("generated file", name, Files, f => f.Name.Split(".DLCompiler.g.cs")[0]).Text;

    /// <summary>What each stage of the compiler made of a model, in order.</summary>
    /// <param name="model">The model's name; it may be left out if there is one only.</param>
    /// <exception cref="ArgumentException">There is no such model, or more than one.</exception>
    /// <exception cref="ModelCompilationException">The model is refused.</exception>
    public IReadOnlyList<Stage> Stages(string? model = null)
    {
        var linked = One("model", model, [.. Linked], l => l.Model.Type.MetadataName);
        if (Tracer.Trace(linked).Refused) throw new ModelCompilationException(Diagnostics);
        return [.. CompilerDump.Of(linked).Select(s => new Stage(s.Name, s.Text))];
    }

    /// <summary>What one stage made of a model.</summary>
    /// <param name="stage">The stage's name, such as <c>Step/Fuse</c>.</param>
    /// <param name="model">The model's name; it may be left out if there is one only.</param>
    /// <exception cref="ArgumentException">There is no such model or stage.</exception>
    /// <exception cref="ModelCompilationException">The model is refused.</exception>
    public string Stage(string stage, string? model = null) => One("stage", stage, Stages(model), s => s.Name).Text;

    /// <summary>Loads the assembly, apart from all others.</summary>
    /// <exception cref="ModelCompilationException">The sources do not compile.</exception>
    public LoadedAssembly LoadAssembly()
    {
        var errors = Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        return errors.Count == 0 ? new LoadedAssembly(Compilation) : throw new ModelCompilationException(errors);
    }

    /// <summary>Loads the only model, with parameters that start from a seed.</summary>
    /// <param name="seed">Same seed, same parameters.</param>
    /// <exception cref="ArgumentException">There is no model, or more than one.</exception>
    /// <exception cref="ModelCompilationException">The sources do not compile.</exception>
    public LoadedModel Load(int seed = 0) => Load(null, seed);

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model's name, as <c>Demo.Net</c>; null for the only one.</param>
    /// <param name="arguments">What its constructor takes.</param>
    /// <exception cref="ArgumentException">There is no such model, or the constructor does not take that.</exception>
    /// <exception cref="ModelCompilationException">The sources do not compile.</exception>
    public LoadedModel Load(string? model, params object?[] arguments)
    {
        var linked = One("model", model, [.. Linked], l => l.Model.Type.MetadataName);
        var assembly = LoadAssembly();
        try
        {
            return new LoadedModel(assembly.Create(linked.Model.Type.MetadataName, arguments), assembly);
        }
        catch
        {
            assembly.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Compares what is generated with the files <c>Class.Method#File.verified.cs</c> beside the test. A mismatch leaves
    /// <c>.received.cs</c> files to compare with.
    /// </summary>
    /// <param name="accept">
    /// Whether what is generated is taken as right. Null: if the environment variable DLCOMPILER_UPDATE_SNAPSHOTS is 1.
    /// </param>
    /// <param name="variant">What tells apart the snapshots of a test that runs with several arguments.</param>
    /// <param name="file">The test's file; leave it to the compiler.</param>
    /// <param name="method">The test's name; leave it to the compiler.</param>
    /// <param name="only">The generated files that are compared; all unless given.</param>
    /// <exception cref="SnapshotException">Something differs, is new, or is gone.</exception>
    public void ShouldMatchSnapshot(
        bool? accept = null,
        string variant = "",
        [CallerFilePath] string file = "",
        [CallerMemberName] string method = "",
        Func<GeneratedSource, bool>? only = null) =>
        Snapshot.Compare([.. Files.Where(only ?? (_ => true))], accept, variant, file, method);

    private (GeneratorDriver Driver, Compilation Compilation) Generate()
    {
        var driver = CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions?)Source.SyntaxTrees.FirstOrDefault()?.Options,
            driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true))
            .RunGeneratorsAndUpdateCompilation(Source, out var compilation, out _);
        return (driver, compilation);
    }

    private IReadOnlyList<Diagnostic> Analyze()
    {
        var analyzed = Compilation.WithAnalyzers([.. Analyzers()]);
        var ours = analyzed.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        var errors = Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);
        return
        [
            .. Result.Diagnostics.Concat(ours).Concat(errors).Where(d => !d.IsSuppressed)
                .OrderBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(d => d.Location.SourceSpan.Start),
        ];
    }

    private static IEnumerable<DiagnosticAnalyzer> Analyzers() =>
        from type in typeof(ModelGenerator).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract
        select (DiagnosticAnalyzer)Activator.CreateInstance(type)!;

    private static T One<T>(string what, string? name, IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        var found = name is null ? all : [.. all.Where(item => nameOf(item) == name)];
        if (found.Count == 1) return found[0];
        string names = all.Count == 0 ? "there is none" : $"there are {string.Join(", ", all.Select(nameOf))}";
        throw new ArgumentException(
            name is null ? $"Which {what} is meant? Name one: {names}." : $"There is no {what} called '{name}': {names}.",
            nameof(name));
    }
}
