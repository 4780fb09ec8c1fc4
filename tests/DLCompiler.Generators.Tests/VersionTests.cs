using DLCompiler.Generators.Tests.Helpers;
using DLCompiler.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DLCompiler.Generators.Tests;

/// <summary>A runtime library of another version than the generator's is refused, once.</summary>
public class VersionTests
{
    private static readonly string Own = typeof(ModelGenerator).Assembly.GetName().Version!.ToString();

    [Fact]
    public void Another_library_is_an_error()
    {
        var found = Assert.Single(Analysis.Run(Project("0.0.9.0")));
        Assert.Equal(
            $"DLC0019: the generator is {Own[..^2]}, but DLCompiler.dll is 0.0.9: reference the same version of the package in "
            + "every project",
            Analysis.Text(found));
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
    }

    [Fact]
    public void The_same_version_is_none() => Assert.Empty(Analysis.Run(Project(Own)));

    [Fact]
    public void A_project_without_the_library_is_none_of_its_business()
    {
        var alone = Sources.Compile("").RemoveAllSyntaxTrees().WithReferences();
        Assert.DoesNotContain("DLC0019", ModelCompiler.Compile(alone).Diagnostics.Select(d => d.Id));
    }

    /// <summary>A project that references a DLCompiler.dll of a version.</summary>
    private static CSharpCompilation Project(string version)
    {
        var platform = Sources.Compile("").References.Where(r => Path.GetFileName(r.Display) != "DLCompiler.dll").ToList();
        var library = CSharpCompilation.Create(
            "DLCompiler",
            [
                CSharpSyntaxTree.ParseText($$"""
                    [assembly: System.Reflection.AssemblyVersion("{{version}}")]
                    namespace DLCompiler { public class ModelAttribute : System.Attribute { } }
                    """),
            ],
            platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return CSharpCompilation.Create(
            "Demo",
            [CSharpSyntaxTree.ParseText("public class Plain { public int Value => 1; }")],
            [.. platform, library.ToMetadataReference()],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }
}
