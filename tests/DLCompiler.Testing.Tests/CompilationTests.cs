using Microsoft.CodeAnalysis;

namespace DLCompiler.Testing.Tests;

public class CompilationTests
{
    private const string Two = """
        namespace Demo;

        [Model]
        public partial class Net
        {
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Forward([Shape("N", 6)] Tensor x) => Score(x);
        }

        public partial class Outer
        {
            [Model]
            public partial class Other
            {
                [Forward] private Tensor Forward([Shape("N", "2*T")] Tensor x) => Relu(x);
            }
        }
        """;

    private const string Refused = """
        [Model]
        public partial class Net
        {
            [Forward] private Tensor Forward([Shape("N", 6)] Tensor x) => x + x[.., ..2];
        }
        """;

    [Fact]
    public void Files_models_and_code_are_found_by_name()
    {
        var compilation = ModelCompiler.Compile(Two);
        Assert.Empty(compilation.Diagnostics);
        Assert.Equal(["Demo.Net", "Demo.Outer+Other"], compilation.Models);
        Assert.Equal(
            ["Demo.Net.DLCompiler.g.cs", "Demo.Outer+Other.DLCompiler.g.cs"], compilation.Files.Select(f => f.Name));
        Assert.Contains("partial class Net ", compilation.Code("Demo.Net"), StringComparison.Ordinal);
        var none = Assert.Throws<ArgumentException>(() => compilation.Code("Net"));
        Assert.Contains("there are Demo.Net, Demo.Outer+Other", none.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => compilation.Stages());
    }

    [Fact]
    public void The_driver_has_run_and_tracks_its_steps()
    {
        var result = Assert.Single(ModelCompiler.Compile(Two).Driver.GetRunResult().Results);
        Assert.Equal(2, result.GeneratedSources.Length);
        Assert.Equal(2, result.TrackedSteps["Emitted"].Length);
    }

    [Fact]
    public void Stages_are_those_of_how_it_works()
    {
        var names = ModelCompiler.Compile(Two).Stages("Demo.Net").Select(s => s.Name).ToList();
        Assert.Equal("Spec", names[0]);
        Assert.Equal(["Predict/Fuse", "Predict/Buffers", "Predict/Loops", "Code"], names[^4..]);
    }

    [Fact]
    public void A_refused_model_has_diagnostics_instead_of_stages()
    {
        var compilation = ModelCompiler.Compile(Refused);
        Assert.Equal("DLC1001", Assert.Single(compilation.Diagnostics).Id);
        Assert.NotEmpty(compilation.Files);
        Action[] uses = [() => compilation.Stages(), () => compilation.Load(), () => compilation.LoadAssembly()];
        foreach (var use in uses)
        {
            var thrown = Assert.Throws<ModelCompilationException>(use);
            Assert.Contains("Source0.cs(4,", thrown.Message, StringComparison.Ordinal);
            Assert.Equal("DLC1001", Assert.Single(thrown.Diagnostics).Id);
        }
    }

    [Fact]
    public void Errors_of_csharp_are_diagnostics_too()
    {
        var compilation = ModelCompiler.Compile(Two, "public class Broken : Missing { }");
        Assert.Equal(["CS0246"], compilation.Diagnostics.Select(d => d.Id));
        Assert.Throws<ModelCompilationException>(() => compilation.Load("Demo.Net"));
    }

    [Fact]
    public void Options_are_the_projects()
    {
        var severities = new Dictionary<string, ReportDiagnostic> { ["DLC4013"] = ReportDiagnostic.Error };
        var compilation = ModelCompiler.Compile(
            new CompileOptions { AssemblyName = "Own", Usings = [], Severities = severities },
            """
            using DLCompiler;
            using static DLCompiler.Ops;
            [Model]
            public partial class Net
            {
                [Forward] private Tensor Forward([Shape("N", 6)] Tensor x) => Relu(Abs(x));
            }
            """);
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(compilation.Diagnostics).Severity);
        Assert.Equal("Own", compilation.Compilation.AssemblyName);
        Assert.Contains("CS0246", ModelCompiler.Compile(new CompileOptions { Usings = [] }, Two).Diagnostics.Select(d => d.Id));
    }

    [Fact]
    public void Blocks_come_from_referenced_compilations()
    {
        var library = ModelCompiler.Compile(new CompileOptions { AssemblyName = "Lib" }, """
            [Block]
            public partial class Part
            {
                [Linear("D")] private partial Tensor Same(Tensor x);
                [Forward] private Tensor Forward([Shape("N", "D")] Tensor x) => x + Same(x);
            }
            """);
        var options = new CompileOptions { References = [library.Compilation.ToMetadataReference()] };
        using var model = ModelCompiler.Compile(options, """
            [Model]
            public partial class Net
            {
                [Layer<Part>] private partial Tensor Inner(Tensor x);
                [Forward] private Tensor Forward([Shape("N", 6)] Tensor x) => Inner(x);
            }
            """).Load();
        Assert.Equal([3, 6], model.Predict(new Tensor(new float[18], 3, 6)).Shape.ToArray());
    }
}
