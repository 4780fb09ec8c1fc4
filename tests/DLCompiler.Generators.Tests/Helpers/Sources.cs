using System.Text;
using DLCompiler.Generators.Frontend;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace DLCompiler.Generators.Tests.Helpers;

/// <summary>Compilations of sources that begin with a line of usings, which the lines of expected messages count.</summary>
internal static class Sources
{
    private const string Usings = "using System; using System.Collections.Generic; using DLCompiler; using static DLCompiler.Ops;\n";

    private static readonly CompileOptions Options = new() { AssemblyName = "Demo", Usings = [] };

    /// <summary>The sources without what is generated.</summary>
    public static CSharpCompilation Compile(params string[] sources) =>
        ModelCompiler.Compile(Options, [.. sources.Select(source => Usings + source)]).Source;

    /// <summary>A changed source for the tree of another.</summary>
    public static SyntaxTree Parse(string source, SyntaxTree old) => CSharpSyntaxTree.ParseText(
        SourceText.From(Usings + source, Encoding.UTF8), (CSharpParseOptions)old.Options, old.FilePath);

    /// <summary>The compilation with what the generator adds.</summary>
    public static Compilation Generate(Compilation compilation)
    {
        var compiled = ModelCompiler.Compile((CSharpCompilation)compilation);
        Assert.Empty(compiled.Driver.GetRunResult().Diagnostics);
        return compiled.Compilation;
    }

    /// <summary>Warnings and errors of the C# compiler.</summary>
    public static IEnumerable<string> Problems(Compilation compilation) =>
        compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString());

    public static ParsedNetwork Model(Compilation compilation, string name = "Net") =>
        ModelParser.Model(compilation.GetTypeByMetadataName(name)!, compilation, default);

    public static ParsedNetwork Block(Compilation compilation, string name = "Part") =>
        ModelParser.Block(compilation.GetTypeByMetadataName(name)!, compilation, default);
}
