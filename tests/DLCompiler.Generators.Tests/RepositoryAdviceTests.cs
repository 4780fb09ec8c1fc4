using DLCompiler.Compiler.Advising;
using DLCompiler.Compiler.Specs;
using DLCompiler.Compiler.Tracing;
using DLCompiler.Generators.Frontend;
using DLCompiler.Generators.Tests.Helpers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests;

/// <summary>Advice that annoys is worse than none: the networks of the repository get none but what is meant.</summary>
public class RepositoryAdviceTests
{
    /// <summary>What the comparison with PyTorch does on purpose: windows with gaps, a bias before a batch norm.</summary>
    private static readonly string[] Meant = ["PoolingModel DLC4019", "NormalizedBlock DLC4009"];

    [Theory]
    [InlineData("samples/DigitClassifier", 2)]
    [InlineData("samples/FashionMnist", 1)]
    [InlineData("samples/WordGpt", 2)]
    [InlineData("samples/Tables", 4)]
    [InlineData("samples/Sounds", 2)]
    [InlineData("tests/DLCompiler.Conformance", 25)]
    [InlineData("tests/DLCompiler.Benchmarks", 2)]
    public void Networks(string folder, int least)
    {
        var compilation = Compile(Repository.PathOf(folder.Split('/')));
        var types = Types(compilation.Assembly.GlobalNamespace).ToList();
        var models = types.Where(t => t.Attribute("ModelAttribute") is not null).ToList();
        var blocks = types.Where(t => t.Attribute("BlockAttribute") is not null)
            .Select(t => (BlockSpec)ModelParser.Block(t, compilation, default).Spec).ToList();
        var advice = new List<string>();
        foreach (var type in models)
        {
            var linked = LinkedModel.Link((ModelSpec)ModelParser.Model(type, compilation, default).Spec, blocks);
            var traced = Tracer.Trace(linked);
            Assert.Equal("", string.Join("\n", traced.Findings.Where(f => f.Refuses).Select(f => $"{type}: {f}")));
            advice.AddRange(Advisor.Advise(traced.Code!).Select(f => $"{type.Name} {f.Rule}: {f.Message}"));
        }

        foreach (var block in blocks)
        {
            if (Tracer.Check(block, blocks).Code is { } code)
                advice.AddRange(Advisor.Advise(code).Select(f => $"{block.Type.Name} {f.Rule}: {f.Message}"));
        }

        advice.RemoveAll(a => Meant.Any(m => a.StartsWith(m, StringComparison.Ordinal)));
        Assert.Equal("", string.Join("\n", advice));
        Assert.True(models.Count >= least, $"{models.Count} models are too few to mean anything.");
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>()
            .SelectMany(m => m is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(m));

    private static CSharpCompilation Compile(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        const string Implicit = """
            global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
            global using System.Threading; global using System.Threading.Tasks; global using DLCompiler; global using Xunit;
            """;
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return CSharpCompilation.Create(
            "Networks",
            [
                CSharpSyntaxTree.ParseText(Implicit, options),
                .. files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), options, f)),
            ],
            references.Select(r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }
}
