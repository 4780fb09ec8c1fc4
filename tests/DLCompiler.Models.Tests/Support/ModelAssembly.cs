using System.Collections.Immutable;
using System.Runtime.Loader;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;

namespace DLCompiler.Models.Tests.Support;

/// <summary>
/// Models compiled in one go and loaded. A model that does not compile is left out, and says why when it is asked for:
/// the others are still tested.
/// </summary>
internal sealed class ModelAssembly
{
    private readonly Dictionary<string, Type> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    private ModelAssembly(IReadOnlyCollection<ModelSource> sources, CompileOptions options)
    {
        var left = sources;
        while (true)
        {
            using var image = new MemoryStream();
            var result = Generate(left, options, out var refusals).Emit(image);
            if (result.Success && refusals.IsEmpty)
            {
                image.Position = 0;
                var assembly = new AssemblyLoadContext(null).LoadFromStream(image);
                foreach (var source in left) _types[source.Name] = assembly.GetType(source.Name, throwOnError: true)!;
                return;
            }

            ImmutableArray<Diagnostic> problems = [.. refusals, .. result.Diagnostics];
            var broken = Errors(problems, left);
            Assert.True(broken.Count > 0, string.Join("\n", problems));
            foreach (var (name, error) in broken) _errors[name] = error;
            left = [.. left.Where(s => !broken.ContainsKey(s.Name))];
        }
    }

    /// <summary>Compiles and loads models.</summary>
    public static ModelAssembly Compile(IReadOnlyCollection<ModelSource> sources, CompileOptions? options = null) =>
        new(sources, options ?? new CompileOptions());

    /// <summary>What the generator writes, file by file.</summary>
    public static IReadOnlyDictionary<string, string> GeneratedTexts(IEnumerable<ModelSource> sources) =>
        ModelCompiler.Compile([.. sources.Select(s => s.Text)]).Files.ToDictionary(f => f.Name, f => f.Text);

    /// <summary>A new instance of a model.</summary>
    public CompiledModel Create(string name, int seed = 0)
    {
        string error = _errors.GetValueOrDefault(name, $"There is no model {name}.");
        Assert.True(_types.TryGetValue(name, out var type), error);
        return new CompiledModel(Activator.CreateInstance(type, seed)!);
    }

    private static Compilation Generate(
        IEnumerable<ModelSource> sources, CompileOptions options, out ImmutableArray<Diagnostic> refusals)
    {
        var compiled = ModelCompiler.Compile(options, [.. sources.Select(s => s.Text)]);
        refusals = compiled.Driver.GetRunResult().Diagnostics;
        return compiled.Compilation;
    }

    /// <summary>The first error of each model that has one.</summary>
    private static Dictionary<string, string> Errors(
        ImmutableArray<Diagnostic> diagnostics, IReadOnlyCollection<ModelSource> sources) =>
        diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => (Model: sources.FirstOrDefault(s => Concerns(d, s)), Text: d.ToString()))
            .Where(e => e.Model is not null)
            .GroupBy(e => e.Model!.Name)
            .ToDictionary(g => g.Key, g => $"{g.First().Text}\n{g.First().Model!.Text}");

    /// <summary>The generator's own diagnostics have no place, but name the model.</summary>
    private static bool Concerns(Diagnostic diagnostic, ModelSource source) =>
        diagnostic.Location.SourceTree is { } tree
            ? Path.GetFileName(tree.FilePath).StartsWith(source.Name + ".", StringComparison.Ordinal)
                || tree.ToString().EndsWith(source.Text, StringComparison.Ordinal)
            : diagnostic.ToString().Contains($" {source.Name}:", StringComparison.Ordinal);
}
